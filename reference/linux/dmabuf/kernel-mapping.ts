import type { DmaBufParts, InBoxDmaBuf } from '../../in-box/dma-buf';
import { Heap } from '../../in-box/dma-buf/heap';
import type { Mapping } from '../../in-box/dma-buf/objects/mapping';
import { SgTable } from '../../in-box/dma-buf/sgt/sg-table';
import type { KernelProcess } from '../kbuild/process';
import { DIRECTIONS, MappingHost } from './mapping-host';

const directionWord = ({ direction }: Mapping): bigint => BigInt(DIRECTIONS.indexOf(direction));

/** Tables that kernel code builds and frees, of one run. */
export class KernelMapping {
  private isRetired = false;
  /** Where the kernel has the table of a mapping. */
  private readonly tables = new Map<Mapping, bigint>();

  constructor(private readonly process: KernelProcess) {}

  /** The parts of the in-box exporter for which the kernel stands. */
  parts(): Partial<DmaBufParts> {
    return {
      buildSgt: (d, mapping) => this.build(d, mapping),
      freeSgt: (d, mapping) => this.free(d, mapping),
    };
  }

  /** The process goes to another run. */
  retire(): void {
    this.isRetired = true;
  }

  private build(d: InBoxDmaBuf, mapping: Mapping): number {
    const host = new MappingHost(d, mapping);
    const { buf } = mapping.attachment;
    for (const { paddr, bytes } of mapping.ranges) this.call('addRange', [paddr, bytes], host);
    const words = [buf.exporter.config.busOffset, buf.size, directionWord(mapping)];
    const [value, table, nents, origNents] = this.call('map', words, host);
    if (value !== 0n) return Number(BigInt.asIntN(64, value!));
    this.tables.set(mapping, table!);
    // A copy to look at: what the kernel allocates for its own is counted where it asks for it.
    const copy = new SgTable(Number(nents), Number(d.pageBytes), new Heap());
    copy.origNents = Number(origNents);
    mapping.table = host.table = copy;
    this.call('entries', [table!], host);
    return 0;
  }

  private free(d: InBoxDmaBuf, mapping: Mapping): void {
    this.call('unmap', [this.tables.get(mapping)!, directionWord(mapping)], new MappingHost(d, mapping));
    this.tables.delete(mapping);
  }

  /** @throws Error where the call does not come to its end: the trace is over */
  private call(entry: string, words: readonly bigint[], host: MappingHost): readonly bigint[] {
    if (this.isRetired) throw new Error('this kernel has made room for a later one');
    const { how, why, words: results } = this.process.call(entry, words, host);
    if (how !== 'ok') throw new Error(`${how}: ${why}`);
    return results;
  }
}
