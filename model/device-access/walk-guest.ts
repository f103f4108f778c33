/** The guest's stage: GCR3 table, then AMD v2. rmp.md 4.9, 4.3 (S1 fetches). */
import { AMDV2 } from '../page-table/formats/amdv2';
import { pageOfAddressField, withoutBit } from '../page-table/formats/bits';
import { ItemClass } from '../page-table/formats/format';
import type { DmaOp } from '../vocabulary/device-access/op';
import type { IommuEvent } from '../vocabulary/device-access/outcome';
import type { GpaPage, SpaPage } from '../vocabulary/rmp/entry';
import { ITEM_PAGES, itemIndex, pagesOf } from '../vocabulary/units';
import { passingGranule } from './check';
import { ioPageFault, rmpHwError, tableFetchFault } from './events';
import { granuleOf, LG_4K } from './granule';
import type { FirstStage, Requester } from './requester';
import type { DeviceAccessState } from './state';
import { walkHost } from './walk-host';

const VALID = 1;
const RW = 1 << 1;
const PASID_BITS_A_LEVEL = 9;

/** The guest's stage, or what stopped it. */
export interface GuestWalk {
  /** The page reached; −1: none. */
  readonly gpa: GpaPage;
  readonly lg: number;
  readonly write: boolean;
  readonly event: IommuEvent | null;
  /** The event is a fault of the host's stage or of the RMP, not the guest's own. */
  readonly hostFault: boolean;
}

const stopped = (event: IommuEvent, hostFault: boolean): GuestWalk => ({
  gpa: -1,
  lg: 0,
  write: false,
  event,
  hostFault,
});

/** Walks with one request's tables; a fetch that fails leaves the reason in `failure`. */
export class GuestWalker {
  private failure: GuestWalk | null = null;

  constructor(
    private readonly io: DeviceAccessState,
    private readonly who: Requester,
    private readonly op: DmaOp,
    /** S1_ONLY_ON_SNP = 'fixed_up'. */
    private readonly anySize: boolean,
  ) {}

  walk(stage: FirstStage): GuestWalk {
    const root = stage.gcr3 === null ? stage.root : this.rootOf(stage.gcr3);
    if (root < 0) return this.failure!;
    return this.walkTree(root, stage.levels);
  }

  /** GCR3 table: level k is indexed by PASID bits 9k + 8 … 9k. −1: failed. */
  private rootOf({ root, levels, pasid }: NonNullable<FirstStage['gcr3']>): GpaPage {
    if (pasid >= ITEM_PAGES[levels]!) return this.notPresent();
    let table = withoutBit(root, this.io.cBit);
    for (let level = levels - 1; level >= 0; level--) {
      const spa = this.fetch(table);
      if (spa < 0) return -1;
      const index = (pasid >>> (PASID_BITS_A_LEVEL * level)) & 511;
      const lo = this.io.memory.lo(spa, index);
      if ((lo & VALID) === 0) return this.notPresent();
      table = withoutBit(pageOfAddressField(lo, this.io.memory.hi(spa, index)), this.io.cBit);
    }
    return table;
  }

  private walkTree(root: GpaPage, levels: number): GuestWalk {
    const { io, op } = this;
    if (op.iova >= ITEM_PAGES[levels]!) return stopped(ioPageFault(op, false), false);
    let table = withoutBit(root, io.cBit);
    let rights = RW;
    for (let level = levels - 1; level >= 0; level--) {
      const spa = this.fetch(table);
      if (spa < 0) return this.failure!;
      const index = itemIndex(op.iova, level);
      const lo = io.memory.lo(spa, index);
      const hi = io.memory.hi(spa, index);
      const kind = AMDV2.classify(level, lo, hi);
      if (kind === ItemClass.empty) break;
      rights &= lo;
      if (kind === ItemClass.leaf) {
        const lg = AMDV2.leafLg(level, lo, hi);
        const gpa = AMDV2.leafOa(level, lo, hi, io.cBit) + (op.iova % pagesOf(lg));
        const write = (rights & RW) !== 0;
        return op.write && !write
          ? stopped(ioPageFault(op, true), false)
          : { gpa, lg, write, event: null, hostFault: false };
      }
      table = withoutBit(pageOfAddressField(lo, hi), io.cBit);
    }
    return stopped(ioPageFault(op, false), false);
  }

  private notPresent(): GpaPage {
    this.failure = stopped(ioPageFault(this.op, false), false);
    return -1;
  }

  /** System page of the table page at `gpa`: translated by S2, and checked like a read of the same T. −1: failed. */
  private fetch(gpa: GpaPage): SpaPage {
    const { io, who, op } = this;
    let spa: SpaPage = gpa;
    let lg = LG_4K;
    if (who.mode !== 0) {
      const host = walkHost(io, who.hostRoot, who.mode, gpa);
      if (host.unreadable >= 0) return this.fail(rmpHwError(op.device, host.unreadable, false), false);
      if (!host.read) return this.fail(ioPageFault(op, host.spa >= 0), true);
      spa = host.spa;
      lg = host.lg;
    }
    if (io.assume.IOMMU_S1_FETCH === 's2_unchecked') return spa;
    const granule = this.anySize ? LG_4K : granuleOf(io.assume, lg);
    if (passingGranule(io, who, { gpa, spa, write: false, anySize: this.anySize }, granule) !== 0) return spa;
    return this.fail(tableFetchFault(op, gpa), true);
  }

  private fail(event: IommuEvent, hostFault: boolean): SpaPage {
    this.failure = stopped(event, hostFault);
    return -1;
  }
}
