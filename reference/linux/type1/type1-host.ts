import type { DomainIndex, Type1Fault } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Event } from '../../../model/vocabulary/vfio-type1/outcome';
import type { IovaWindow } from '../../../model/vocabulary/vfio-type1/config';
import type { Answer, KernelHost } from '../kbuild/process';
import type { RawLeaf } from './ioptes';
import type { LetGo } from './let-go';

const GIVEN = { words: [1n] };
const REFUSED = { words: [0n] };
/** Bytes of what type1 allocates: struct vfio_dma, the page of a batch, struct vfio_regions. Nothing else of its has these sizes. */
const BYTES = { mapping: 96n, batch: 4096n, piece: 40n } as const;

/** The machine around vfio_iommu_type1.c during one op: what it asks is answered, what it does becomes events. */
export class Type1Host implements KernelHost {
  readonly events: Type1Event[] = [];
  readonly leaves: RawLeaf[] = [];
  readonly windows: IovaWindow[] = [];
  readonly warnings: string[] = [];
  private maps = 0;
  private pieces = 0;
  /** A call of iommu.c that flushes by itself is under way: an unmap, or a map that takes empty tables off. */
  private isFlushing = false;
  /** A flush that is told already is due. */
  private isFlushTold = false;

  constructor(
    private readonly fault: Type1Fault | null,
    private readonly first: DomainIndex | undefined,
    private readonly letGo: LetGo,
  ) {}

  ask(name: string, words: readonly bigint[]): Answer {
    switch (name) {
      case 'allocate':
        return this.allocate(words[0]!);
      case 'iommuMap':
        return { words: [BigInt(this.map(words))] };
      case 'pinnedPage': {
        const iova = this.letGo(words[0]!, words[1]!);
        return iova === null ? REFUSED : { words: [1n, iova] };
      }
      default:
        throw new Error(`kernel code asks ${name}, which nothing here answers`);
    }
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    switch (name) {
      case 'pin':
      case 'unpin':
        return this.addFrames(name, Number(words[0]), Number(words[1]), words[2] !== 0n);
      case 'mapped':
        return this.endMap(Number(BigInt.asIntN(64, words[0]!)));
      case 'iommuUnmap':
        this.isFlushing = true;
        return this.addUnmap(words, true);
      case 'iommuUnmapFast':
        return this.addUnmap(words, false);
      case 'unmapped':
        this.isFlushing = false;
        return;
      case 'flush':
        return this.addFlush(Number(words[0]));
      case 'notify':
        return this.add({ event: 'notify', iova: words[0]!, bytes: words[1]! });
      case 'leaf':
        this.leaves.push({ iova: words[0]!, raw: words[1]!, level: words[2]!, items: words[3]! });
        return;
      case 'window':
        this.windows.push({ first: words[0]!, last: words[1]! });
        return;
      case 'warn':
        this.warnings.push(Buffer.from(bytes).toString('latin1'));
        return;
      case 'lockHeld':
        throw new Error(`kernel code returns with ${words[0]} locks held`);
      // Its own memory, and what it says of the limit of locked pages.
      case 'allocated':
      case 'free':
      case 'printk':
        return;
      default:
        throw new Error(`kernel code tells ${name}, which nothing here understands`);
    }
  }

  private allocate(bytes: bigint): Answer {
    const { fault } = this;
    if (fault?.at === 'mapping' && bytes === BYTES.mapping) return REFUSED;
    if (fault?.at === 'batch' && bytes === BYTES.batch) return REFUSED;
    if (fault?.at !== 'piece' || bytes !== BYTES.piece || this.pieces++ !== fault.nth) return GIVEN;
    // What follows is a flush. That of an empty gather is inline code, of which nothing is seen here.
    this.add({ event: 'flush', domain: this.first! });
    this.isFlushTold = true;
    return REFUSED;
  }

  private map([domain, iova, paddr, bytes, prot]: readonly bigint[]): number {
    const value = this.fault?.at === 'map' && this.maps++ === this.fault.nth ? this.fault.errno : 0;
    this.add({
      event: 'map',
      domain: Number(domain),
      iova: iova!,
      paddr: paddr!,
      bytes: bytes!,
      prot: Number(prot),
      value,
    });
    this.isFlushing = true;
    return value;
  }

  private endMap(value: number): void {
    this.isFlushing = false;
    const call = this.events.at(-1)!;
    if (call.event === 'map') this.events[this.events.length - 1] = { ...call, value };
  }

  private addUnmap([domain, iova, bytes]: readonly bigint[], flushes: boolean): void {
    this.add({ event: 'unmap', domain: Number(domain), iova: iova!, bytes: bytes!, flushes });
  }

  private addFlush(domain: DomainIndex): void {
    if (!this.isFlushing && !this.isFlushTold) this.add({ event: 'flush', domain });
    this.isFlushTold = false;
  }

  private addFrames(event: 'pin' | 'unpin', frame: number, frames: number, dirty: boolean): void {
    const last = this.events.at(-1);
    if (last?.event === event && last.frame + last.frames === frame)
      this.events[this.events.length - 1] = { ...last, frames: last.frames + frames };
    else this.add(event === 'pin' ? { event, frame, frames } : { event, frame, frames, dirty });
  }

  private add(event: Type1Event): void {
    this.isFlushTold = false;
    this.events.push(event);
  }
}
