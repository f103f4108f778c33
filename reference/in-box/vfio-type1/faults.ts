import type { Pages } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Fault } from '../../../model/vocabulary/vfio-type1/op';

type Counted = Extract<Type1Fault, { nth: number }>['at'];

/** The step of the op under way that fails, and how near it is. */
export class Faults {
  private seen = 0;

  constructor(private readonly fault: Type1Fault | null) {}

  /** Does the step fail whenever it is taken? */
  has(at: Exclude<Type1Fault['at'], Counted>): boolean {
    return this.fault?.at === at;
  }

  /** Counts one step of this kind: null, or what it fails with (0 where the fault gives no errno). */
  count(at: Exclude<Counted, 'pin'>): number | null {
    if (this.fault?.at !== at || this.seen++ !== this.fault.nth) return null;
    return 'errno' in this.fault ? this.fault.errno : 0;
  }

  /** How many pages GUP still pins before it fails. */
  get pinsLeft(): Pages {
    return this.fault?.at === 'pin' ? this.fault.nth - this.seen : Infinity;
  }

  countPins(pages: Pages): void {
    if (this.fault?.at === 'pin') this.seen += pages;
  }

  /** What GUP returns where it can pin no page more; 0: it says that it pinned none. */
  get pinErrno(): number {
    return this.fault?.at === 'pin' ? this.fault.errno : 0;
  }
}
