import { standardDmaBufParts, type InBoxDmaBuf } from '../../in-box/dma-buf';
import type { Attachment } from '../../in-box/dma-buf/objects/attachment';
import type { PhysRange } from '../../in-box/dma-buf/objects/dma-buf';
import type { Mapping } from '../../in-box/dma-buf/objects/mapping';
import type { Answer, KernelHost } from '../kbuild/process';
import { Roster } from './roster';

/** What kernel code must never do; what it was that it did. */
export class KernelMisuse extends Error {}

const ACTS = ['setPower', 'functionReset', 'busReset', 'writeCommand'] as const;
const isAct = (name: string): name is (typeof ACTS)[number] => (ACTS as readonly string[]).includes(name);

/** Opening, closing and unbinding touch hardware too, of which the machine does not speak (dma-mmio.md 1.7). */
const QUIET: readonly string[] = ['start', 'open', 'close', 'remove', 'suspend'];

/** What the exporter's files find around them: importers, tables and the DMA API of the in-box machine. */
export class ExporterHost implements KernelHost {
  readonly attachments = new Map<bigint, Attachment>();
  readonly mappings = new Roster<Mapping>();
  /** Whose call runs: an op of the machine, or `start`; and the device that it is about. */
  op = 'start';
  device = 0;
  /** The next allocation fails. */
  refusesMemory = false;
  /** Ranges that were told and not taken. */
  private phys: PhysRange[] = [];
  /** Takes what `state` tells. */
  onState: (name: string, words: readonly bigint[]) => void = () => undefined;

  constructor(private readonly d: InBoxDmaBuf) {}

  ask(name: string, words: readonly bigint[]): Answer {
    switch (name) {
      case 'allocate': {
        const isGiven = !this.refusesMemory;
        this.refusesMemory = false;
        return { words: [isGiven ? 1n : 0n] };
      }
      case 'buildTable':
        return { words: [BigInt(this.build(this.mappings.at(words[0]!)))] };
      default:
        throw new Error(`kernel code asks ${name}, which nothing here answers`);
    }
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    if (isAct(name)) return this.act(name, Number(words[0]));
    switch (name) {
      case 'zap':
        return this.zap(Number(words[0]));
      case 'phys':
        this.phys.push({ paddr: words[0]!, bytes: words[1]! });
        return;
      case 'freeTable':
        return this.free(this.mappings.at(words[0]!));
      case 'invalidate':
        return this.invalidate(this.attachments.get(words[0]!)!, words[1] !== 0n);
      case 'device':
      case 'buffer':
      case 'attachment':
        return this.onState(name, words);
      case 'warn':
      case 'lockHeld':
        throw new KernelMisuse(`${name} ${Buffer.from(bytes).toString('latin1')}`);
      // Its memory is its own, and what it logs is of no account here.
      case 'allocated':
      case 'free':
      case 'printk':
        return;
      default:
        throw new Error(`kernel code tells ${name}, which nothing here understands`);
    }
  }

  /** What kernel code calls an attachment that it has made. */
  numberOf(attachment: Attachment): bigint {
    for (const [number, each] of this.attachments) if (each === attachment) return number;
    throw new RangeError(`${attachment.name} is not attached`);
  }

  /** The physical ranges that were told since the last time. */
  takePhys(): PhysRange[] {
    const { phys } = this;
    this.phys = [];
    return phys;
  }

  private get isQuiet(): boolean {
    return QUIET.includes(this.op);
  }

  private act(act: (typeof ACTS)[number], device: number): void {
    if (this.isQuiet) return;
    // A bus reset goes by any device of the bus; it was asked for on one.
    this.d.note({ event: 'act', device: act === 'busReset' ? this.device : device, act });
  }

  private zap(device: number): void {
    this.d.devices[device]!.cpuMapped = false;
    if (!this.isQuiet) this.d.note({ event: 'zap', device });
  }

  /** Kernel code hands over the ranges that it wants mapped. */
  private build(mapping: Mapping): number {
    mapping.attachment.buf.physVec = this.takePhys();
    return standardDmaBufParts.buildSgt(this.d, mapping);
  }

  private free(mapping: Mapping): void {
    const { attachment, name } = mapping;
    standardDmaBufParts.freeSgt(this.d, mapping);
    attachment.mappings = attachment.mappings.filter((other) => other !== mapping);
    attachment.buf.mapRefs--;
    this.d.mappings.delete(name);
  }

  private invalidate(attachment: Attachment, revoked: boolean): void {
    const { buf, name, pages } = attachment;
    this.d.note({ event: 'invalidate', buf: buf.name, attachment: name, revoked });
    if (pages !== null) this.d.parts.revokePages(this.d, pages);
  }
}
