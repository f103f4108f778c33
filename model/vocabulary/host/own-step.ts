import type { GpaPage, SpaPage } from '../rmp/entry';
import type { IovaPage } from '../units';
import type { StepKind } from './step-kind';

/** RMPUPDATE of `n` pages or regions, until one fails: `done` succeeded. asid 0: to Hypervisor. */
export interface RmpUpdateStep {
  readonly kind: typeof StepKind.rmpupdate;
  readonly spa: SpaPage;
  readonly lg: number;
  readonly n: number;
  readonly asid: number;
  readonly gpa: GpaPage;
  /** Pre-Guest: waiting for the firmware. */
  readonly immutable: boolean;
  code: number;
  done: number;
}
/** SNP_LAUNCH_UPDATE of `n` 4K pages, until one is refused: `done` are Guest-Valid. rmp.md 2.7, 5.1 T10. */
export interface LaunchUpdateStep {
  readonly kind: typeof StepKind.launchUpdate;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly spa: SpaPage;
  readonly n: number;
  /** The firmware does not take the last page, whatever its state. */
  readonly refused: boolean;
  status: number;
  done: number;
}
/** The vCPUs begin to run. */
export interface LaunchFinishStep {
  readonly kind: typeof StepKind.launchFinish;
  readonly guest: number;
}
/** MMIO_VALIDATE of a BAR: all of its pages become Guest-Valid, or none. rmp.md 2.7, 5.1 T22. */
export interface MmioValidateStep {
  readonly kind: typeof StepKind.mmioValidate;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly spa: SpaPage;
  readonly n: number;
  status: number;
}
/** `n` nested leaves of 2^lg bytes. */
export interface NptMapStep {
  readonly kind: typeof StepKind.nptMap;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly spa: SpaPage;
  readonly lg: number;
  readonly n: number;
  readonly isPrivate: boolean;
}
/** Removes every nested leaf that covers one of `n` pages, whole. */
export interface NptZapStep {
  readonly kind: typeof StepKind.nptZap;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly n: number;
  /** Leaves removed. */
  zapped: number;
}
/** Splits the direct map of the 2M region of `spa` into 4K leaves. */
export interface DirectMapSplitStep {
  readonly kind: typeof StepKind.directMapSplit;
  readonly spa: SpaPage;
}
/** Memory attributes of a GPA range. */
export interface AttrSetStep {
  readonly kind: typeof StepKind.attrSet;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly n: number;
  readonly isPrivate: boolean;
}
/** What became of a guest's access: VM exits for a leaf that is not there and for the RMP, or #VC. */
export const GuestFault = { none: 0, npf: 1, rmp: 2, vc: 3 } as const;
export type GuestFault = (typeof GuestFault)[keyof typeof GuestFault];
/** PVALIDATE of `n` pages or regions, until one fails: `done` succeeded. */
export interface PvalidateStep {
  readonly kind: typeof StepKind.pvalidate;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly lg: number;
  readonly n: number;
  readonly validate: boolean;
  /** RmpCode; −1 where `fault` came instead. */
  code: number;
  fault: GuestFault;
  /** Some page of those done was so already. */
  carry: boolean;
  done: number;
}
/** Takes a page (12) or a region (21) for `holder`; `spa` −1: there is none. */
export interface AllocPageStep {
  readonly kind: typeof StepKind.allocPage;
  readonly holder: number;
  /** For a guest: the GPA page that it backs. */
  readonly gfn: GpaPage;
  readonly lg: number;
  spa: SpaPage;
}
/** Gives pages back to the allocator. */
export interface FreePageStep {
  readonly kind: typeof StepKind.freePage;
  readonly spa: SpaPage;
  readonly n: number;
}
/** Keeps pages from ever being used again, because their RMP entries could not be cleared. */
export interface LeakPageStep {
  readonly kind: typeof StepKind.leakPage;
  readonly spa: SpaPage;
  readonly n: number;
}
/** One access of a guest through its nested table. */
export interface GuestAccessStep {
  readonly kind: typeof StepKind.guestAccess;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly isPrivate: boolean;
  readonly write: boolean;
  fault: GuestFault;
  spa: SpaPage;
}
/** One access of the host through a mapping of 2^lg bytes. */
export interface HostAccessStep {
  readonly kind: typeof StepKind.hostAccess;
  readonly spa: SpaPage;
  readonly lg: number;
  readonly write: boolean;
  ok: boolean;
}
/** One request of a device. `probe`: one of those at the end. */
export interface DmaStep {
  readonly kind: typeof StepKind.dma;
  readonly device: number;
  readonly t: 0 | 1;
  readonly iova: IovaPage;
  readonly write: boolean;
  readonly probe: boolean;
  ok: boolean;
  spa: SpaPage;
  hit: boolean;
  /** Event code, 0 for none. */
  event: number;
}
export interface EvictStep {
  readonly kind: typeof StepKind.evict;
  readonly device: number;
  readonly t: 0 | 1;
  readonly iova: IovaPage;
}
/** What a device may do: nothing, T=0 through its DTE, T=1 through its SDTE. */
export const DeviceMode = { detached: 0, attached: 1, trusted: 2 } as const;
export type DeviceMode = (typeof DeviceMode)[keyof typeof DeviceMode];
export interface SetDeviceStep {
  readonly kind: typeof StepKind.setDevice;
  readonly device: number;
  readonly mode: DeviceMode;
  /** The TDI is locked. */
  readonly locked: boolean;
}
/** PAGE_RECLAIM of `n` pages, each at the size of its entry, until one is refused: `done` are not immutable any more. */
export interface ReclaimStep {
  readonly kind: typeof StepKind.reclaim;
  readonly spa: SpaPage;
  readonly n: number;
  status: number;
  done: number;
}
export interface ClearFenceStep {
  readonly kind: typeof StepKind.clearFence;
  readonly guest: number;
}
/** A guest asks its VMM for a page-state change. */
export interface AskStep {
  readonly kind: typeof StepKind.ask;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly n: number;
  readonly isPrivate: boolean;
}

/** Steps that only the kernel, guests, firmware and devices take. */
export type OwnStep =
  | RmpUpdateStep
  | LaunchUpdateStep
  | LaunchFinishStep
  | MmioValidateStep
  | NptMapStep
  | NptZapStep
  | DirectMapSplitStep
  | AttrSetStep
  | PvalidateStep
  | AllocPageStep
  | FreePageStep
  | LeakPageStep
  | GuestAccessStep
  | HostAccessStep
  | DmaStep
  | EvictStep
  | SetDeviceStep
  | ReclaimStep
  | ClearFenceStep
  | AskStep;
