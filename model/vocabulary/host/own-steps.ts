import type { GpaPage, SpaPage } from '../rmp/entry';
import type { IovaPage } from '../units';
import type {
  AllocPageStep,
  AskStep,
  AttrSetStep,
  ClearFenceStep,
  DeviceMode,
  DirectMapSplitStep,
  DmaStep,
  EvictStep,
  FreePageStep,
  GuestAccessStep,
  HostAccessStep,
  LaunchFinishStep,
  LaunchUpdateStep,
  LeakPageStep,
  MmioValidateStep,
  NptMapStep,
  NptZapStep,
  PvalidateStep,
  ReclaimStep,
  RmpUpdateStep,
  SetDeviceStep,
} from './own-step';
import { GuestFault } from './own-step';
import { StepKind } from './step-kind';

// Each makes a step that has not run yet.

/** To the guest `asid` at `gpa`. */
export const assign = (
  spa: SpaPage,
  lg: number,
  n: number,
  asid: number,
  gpa: GpaPage,
  immutable = false,
): RmpUpdateStep => ({
  kind: StepKind.rmpupdate,
  spa,
  lg,
  n,
  asid,
  gpa,
  immutable,
  code: -1,
  done: 0,
});
/** To Hypervisor. */
export const unassign = (spa: SpaPage, lg: number, n: number): RmpUpdateStep => assign(spa, lg, n, 0, 0);
export const launchUpdate = (
  guest: number,
  gfn: GpaPage,
  spa: SpaPage,
  n: number,
  refused: boolean,
): LaunchUpdateStep => ({ kind: StepKind.launchUpdate, guest, gfn, spa, n, refused, status: -1, done: 0 });
export const launchFinish = (guest: number): LaunchFinishStep => ({ kind: StepKind.launchFinish, guest });
export const mmioValidate = (guest: number, gfn: GpaPage, spa: SpaPage, n: number): MmioValidateStep => ({
  kind: StepKind.mmioValidate,
  guest,
  gfn,
  spa,
  n,
  status: -1,
});
export const nptMap = (
  guest: number,
  gfn: GpaPage,
  spa: SpaPage,
  lg: number,
  n: number,
  isPrivate: boolean,
): NptMapStep => ({ kind: StepKind.nptMap, guest, gfn, spa, lg, n, isPrivate });
export const nptZap = (guest: number, gfn: GpaPage, n: number): NptZapStep => ({
  kind: StepKind.nptZap,
  guest,
  gfn,
  n,
  zapped: 0,
});
export const directMapSplit = (spa: SpaPage): DirectMapSplitStep => ({ kind: StepKind.directMapSplit, spa });
export const attrSet = (guest: number, gfn: GpaPage, n: number, isPrivate: boolean): AttrSetStep => ({
  kind: StepKind.attrSet,
  guest,
  gfn,
  n,
  isPrivate,
});
export const pvalidate = (guest: number, gfn: GpaPage, lg: number, n: number, validate: boolean): PvalidateStep => ({
  kind: StepKind.pvalidate,
  guest,
  gfn,
  lg,
  n,
  validate,
  code: -1,
  fault: GuestFault.none,
  carry: false,
  done: 0,
});
export const allocPage = (holder: number, gfn: GpaPage, lg: number): AllocPageStep => ({
  kind: StepKind.allocPage,
  holder,
  gfn,
  lg,
  spa: -1,
});
export const freePage = (spa: SpaPage, n: number): FreePageStep => ({ kind: StepKind.freePage, spa, n });
export const leakPage = (spa: SpaPage, n: number): LeakPageStep => ({ kind: StepKind.leakPage, spa, n });
export const guestAccess = (guest: number, gfn: GpaPage, isPrivate: boolean, write: boolean): GuestAccessStep => ({
  kind: StepKind.guestAccess,
  guest,
  gfn,
  isPrivate,
  write,
  fault: GuestFault.none,
  spa: -1,
});
export const hostAccess = (spa: SpaPage, lg: number, write: boolean): HostAccessStep => ({
  kind: StepKind.hostAccess,
  spa,
  lg,
  write,
  ok: false,
});
export const dma = (device: number, t: 0 | 1, iova: IovaPage, write: boolean, probe: boolean): DmaStep => ({
  kind: StepKind.dma,
  device,
  t,
  iova,
  write,
  probe,
  ok: false,
  spa: -1,
  hit: false,
  event: 0,
});
export const evict = (device: number, t: 0 | 1, iova: IovaPage): EvictStep => ({
  kind: StepKind.evict,
  device,
  t,
  iova,
});
export const setDevice = (device: number, mode: DeviceMode, locked: boolean): SetDeviceStep => ({
  kind: StepKind.setDevice,
  device,
  mode,
  locked,
});
export const reclaim = (spa: SpaPage, n: number): ReclaimStep => ({
  kind: StepKind.reclaim,
  spa,
  n,
  status: -1,
  done: 0,
});
export const clearFence = (guest: number): ClearFenceStep => ({ kind: StepKind.clearFence, guest });
export const ask = (guest: number, gfn: GpaPage, n: number, isPrivate: boolean): AskStep => ({
  kind: StepKind.ask,
  guest,
  gfn,
  n,
  isPrivate,
});
