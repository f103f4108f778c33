import type { Direction } from '../../../model/vocabulary/dma-buf/op';
import type { InBoxDmaBuf } from '../../in-box/dma-buf';
import type { Mapping } from '../../in-box/dma-buf/objects/mapping';
import type { SgTable } from '../../in-box/dma-buf/sgt/sg-table';
import type { Answer, KernelHost } from '../kbuild/process';

/** enum pci_p2pdma_map_type. dma-mmio.md 0.4. */
const MAP_TYPE = { NOT_SUPPORTED: 2n, BUS_ADDR: 3n, THRU_HOST_BRIDGE: 4n } as const;
/** enum dma_data_direction. dma-mmio.md 0.4. */
export const DIRECTIONS: readonly Direction[] = ['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE'];
/** DMA_ATTR_MMIO is bit 10 of the attributes. dma-mmio.md 0.4. */
const ATTR_MMIO = 1n << 10n;
const GIVEN = { words: [1n] };
const REFUSED = { words: [0n] };

/** What kernel code must never do to the DMA API below it; what it was that it did. */
export class KernelMisuse extends Error {}

/**
 * What dma-buf-mapping.c finds below it: the in-box DMA API and its heap. One call of kernel code is about one mapping.
 */
export class MappingHost implements KernelHost {
  /** The table that kernel code tells the entries of. */
  table: SgTable | null = null;
  private allocations = 0;
  private links = 0;
  private mapped = 0;

  constructor(
    private readonly d: InBoxDmaBuf,
    private readonly mapping: Mapping,
  ) {}

  ask(name: string, words: readonly bigint[]): Answer {
    const { d, mapping } = this;
    switch (name) {
      case 'mapType':
        return { words: [MAP_TYPE[d.parts.mapTypeOf(d, mapping)]] };
      case 'allocate':
        return this.allocate();
      case 'reserve':
        return this.reserve(words[1]!);
      case 'link':
        return this.link(words);
      case 'sync':
        return { words: [BigInt(d.parts.syncIova(d, mapping, words[2]!))] };
      case 'mapPhys':
        return this.mapPhys(words);
      default:
        throw new Error(`kernel code asks ${name}, which nothing here answers`);
    }
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    const { d, mapping } = this;
    switch (name) {
      case 'destroy':
        this.check(words[2]!, words[3]!);
        return d.parts.destroyIova(d, mapping, words[1]!);
      case 'unmapPhys':
        this.check(words[2]!, words[3]!);
        return d.parts.unmapPhys(d, mapping, words[0]!, words[1]!);
      case 'free':
        return d.heap.give();
      case 'entry':
        return this.table!.fill(words[0]!, words[1]!, words[2] !== 0n);
      // Its size was asked about before.
      case 'allocated':
        return;
      case 'warn':
        throw new KernelMisuse(`WARN at ${Buffer.from(bytes).toString('latin1')}`);
      default:
        throw new Error(`kernel code tells ${name}, which nothing here understands`);
    }
  }

  /** The mapping's own object first, then the state of one that goes through the host, then the table. */
  private allocate(): Answer {
    const { d, mapping } = this;
    const order = this.allocations++;
    const isState = order === 1 && d.parts.mapTypeOf(d, mapping) === 'THRU_HOST_BRIDGE';
    const step = order === 0 ? 'object' : isState ? 'state' : 'table';
    if (d.fault?.at === step) return REFUSED;
    d.heap.take();
    return GIVEN;
  }

  private reserve(bytes: bigint): Answer {
    const { d, mapping } = this;
    mapping.state = d.parts.tryAllocIova(d, mapping, bytes);
    const { address } = mapping.state;
    return address === null ? REFUSED : { words: [1n, address] };
  }

  private link([, paddr, offset, bytes, direction, attributes]: readonly bigint[]): Answer {
    const { d, mapping } = this;
    this.check(direction!, attributes!);
    const value = d.parts.linkIova(d, mapping, { paddr: paddr!, bytes: bytes! }, this.links++, offset!);
    return { words: [BigInt(value)] };
  }

  private mapPhys([paddr, bytes, direction, attributes]: readonly bigint[]): Answer {
    const { d, mapping } = this;
    this.check(direction!, attributes!);
    const address = d.parts.mapPhys(d, mapping, { paddr: paddr!, bytes: bytes! }, this.mapped++);
    return address === null ? REFUSED : { words: [1n, address] };
  }

  /** The in-box DMA API takes both for granted. */
  private check(direction: bigint, attributes: bigint): void {
    if (DIRECTIONS[Number(direction)] !== this.mapping.direction) throw new KernelMisuse(`direction ${direction}`);
    if ((attributes & ATTR_MMIO) === 0n) throw new KernelMisuse(`attributes ${attributes}: no MMIO`);
  }
}
