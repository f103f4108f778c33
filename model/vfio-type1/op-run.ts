import { Errno } from '../vocabulary/errno';
import type { Frame, Pages } from '../vocabulary/vfio-type1/area';
import type { Type1Fault } from '../vocabulary/vfio-type1/op';
import type { Type1Event } from '../vocabulary/vfio-type1/outcome';

/** Steps that can fail, counted from 0 in each op. */
type Counted = Exclude<Type1Fault['at'], 'mapping' | 'batch' | 'pin'>;

/** One op under way: what happened so far, and the step of it that fails. */
export class OpRun {
  readonly events: Type1Event[] = [];
  private pinned: Pages = 0;
  private readonly counts: Record<Counted, number> = { account: 0, map: 0, piece: 0 };

  constructor(private readonly fault: Type1Fault | null) {}

  fails(at: 'mapping' | 'batch'): boolean {
    return this.fault?.at === at;
  }

  /** True if the step that comes now is the one that fails. */
  failsNow(at: Counted): boolean {
    const nth = this.counts[at]++;
    return this.fault?.at === at && this.fault.nth === nth;
  }

  /** The errno of the call of iommu_map that comes now; 0: it does not fail by itself. */
  mapFault(): number {
    return this.failsNow('map') && this.fault?.at === 'map' ? this.fault.errno : 0;
  }

  /** How many pages GUP can still pin. */
  get pinnable(): Pages {
    return this.fault?.at === 'pin' && this.fault.nth >= this.pinned ? this.fault.nth - this.pinned : Infinity;
  }

  /** What GUP gives where it pins no page though it could; 0 pages count as EFAULT (dma-mmio.md 5.2). */
  get pinErrno(): number {
    return this.fault?.at === 'pin' && this.fault.errno !== 0 ? this.fault.errno : Errno.EFAULT;
  }

  pin(frame: Frame, frames: Pages): void {
    this.pinned += frames;
    const last = this.events.at(-1);
    if (last?.event === 'pin' && last.frame + last.frames === frame) {
      this.events[this.events.length - 1] = { ...last, frames: last.frames + frames };
    } else this.events.push({ event: 'pin', frame, frames });
  }

  unpin(frame: Frame, frames: Pages, dirty: boolean): void {
    const last = this.events.at(-1);
    if (last?.event === 'unpin' && last.frame + last.frames === frame && last.dirty === dirty) {
      this.events[this.events.length - 1] = { ...last, frames: last.frames + frames };
    } else this.events.push({ event: 'unpin', frame, frames, dirty });
  }
}
