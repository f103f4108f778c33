import type { RmpUpdateStep } from '../../../model/vocabulary/host/own-step';
import type { Region2M } from '../../../model/vocabulary/host/policy';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { DeviceAccessParts } from '../device-access/parts';
import type { RmpParts } from '../rmp/parts';
import type { Context, Protocol } from './context';
import type { ImportParts } from './import/parts';
import type { GuestMind } from './state';

/** What RMPUPDATE is asked for: `n` pages or regions, to a guest (asid 0: to Hypervisor). */
export interface RmpUpdateRequest {
  readonly spa: SpaPage;
  readonly lg: 12 | 21;
  readonly n: number;
  readonly asid: number;
  readonly gpa: GpaPage;
  /** Pre-Guest: for the firmware to make Guest-Valid. */
  readonly immutable: boolean;
}

/**
 * The decisions of kernel, guest and hardware that could be wrong. An exhibit replaces one; a replaced part may call
 * `standardHostParts`.
 */
export interface HostParts extends ImportParts {
  /** Before 4K pages change owner: their direct map may not be large. rmp.md 6, host RMPUPDATE wrapper. */
  splitDirectMap(ctx: Context, spa: SpaPage): Protocol;
  /** The wrapper around RMPUPDATE: the last step that it took. */
  updateRmp(ctx: Context, request: RmpUpdateRequest): Protocol<RmpUpdateStep>;
  /** True if the region of `gfn`, whose lock is held, can be prepared as one 2M entry. */
  mayPrepare2M(ctx: Context, guest: number, gfn: GpaPage): Protocol<boolean>;
  /** max_mapping_level: log2 size of the largest nested leaf for a page. */
  maxMappingLg(ctx: Context, guest: number, gfn: GpaPage, isPrivate: boolean): Protocol<12 | 21>;
  /** The handler of RMP faults, rmp.md 6; false: the guest is killed. */
  repairRmpFault(ctx: Context, guest: number, gfn: GpaPage): Protocol<boolean>;
  /** PSMASH in the handler failed because somebody else was first: the guest goes on. */
  readonly survivesLostRace: boolean;
  /** Nested leaves that go after a PSMASH. */
  zapAfterSmash(ctx: Context, guest: number, gfn: GpaPage): Protocol;
  /** Part of a region with a 2M entry leaves guest memory; true: its pages can now be updated one by one. */
  smashForPart(ctx: Context, region: Region2M): Protocol<boolean>;
  /** Pages [spa, spa + n) leave guest memory; the first `done` of them are Hypervisor. */
  giveBack(ctx: Context, spa: SpaPage, n: number, done: number): Protocol;
  /** Pages [spa, spa + n) of a launch that failed are Pre-Guest: how many are Hypervisor again. rmp.md 6, launch update. */
  undoLaunch(ctx: Context, spa: SpaPage, n: number): Protocol<number>;
  /** Before a BAR is handed back: PAGE_RECLAIM of what the firmware has not validated. */
  reclaimBar(ctx: Context, spa: SpaPage, n: number): Protocol;
  /** The mapper sets the C-bit of a leaf. rmp.md 4.6. */
  readonly setsCBit: (mmio: boolean) => boolean;
  /** Guest: true if the page needs PVALIDATE before use. */
  needsValidation(mind: GuestMind, gfn: GpaPage): boolean;
  /** Guest: PVALIDATE(0) comes before the request for shared. rmp.md 5.3. */
  readonly rescindsFirst: boolean;
  /** Parts of the hardware that differ. */
  readonly hardware: { readonly rmp?: Partial<RmpParts>; readonly devices?: Partial<DeviceAccessParts> };
}
