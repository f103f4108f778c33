import type { GpaPage, SpaPage } from '../rmp/entry';
import type { IovaPage } from '../units';
import type {
  CompletionWaitStep,
  DevtlbInvStep,
  IoMapStep,
  IotlbInvStep,
  IoUnmapStep,
  LockStep,
  PsmashIoStep,
  PsmashStep,
  ReadBackingStep,
  ReadLeafStep,
  ReadRmpStep,
} from './policy-step';
import { StepKind } from './step-kind';

// Each makes a step that has not run yet.

export const ioMap = (dom: number, iova: IovaPage, spa: SpaPage, lg: number, n: number, mmio = false): IoMapStep => ({
  kind: StepKind.ioMap,
  dom,
  iova,
  spa,
  lg,
  n,
  mmio,
  done: 0,
  encrypted: false,
});
export const ioUnmap = (dom: number, iova: IovaPage, n: number): IoUnmapStep => ({
  kind: StepKind.ioUnmap,
  dom,
  iova,
  n,
  from: iova,
  to: iova,
  leftLg: 0,
  rightLg: 0,
});
export const iotlbInv = (dom: number, iova: IovaPage, n: number): IotlbInvStep => ({
  kind: StepKind.iotlbInv,
  dom,
  iova,
  n,
});
export const devtlbInv = (device: number, iova: IovaPage, n: number): DevtlbInvStep => ({
  kind: StepKind.devtlbInv,
  device,
  iova,
  n,
});
export const completionWait = (): CompletionWaitStep => ({ kind: StepKind.completionWait });
export const psmashIo = (dom: number, iova: IovaPage, spa: SpaPage): PsmashIoStep => ({
  kind: StepKind.psmashIo,
  dom,
  iova,
  spa,
  code: -1,
});
export const psmash = (spa: SpaPage): PsmashStep => ({ kind: StepKind.psmash, spa, code: -1 });
export const readRmp = (spa: SpaPage, n: number): ReadRmpStep => ({
  kind: StepKind.readRmp,
  spa,
  n,
  assigned: false,
  lg: 12,
  asid: 0,
  run: 0,
});
export const readLeaf = (dom: number, iova: IovaPage): ReadLeafStep => ({
  kind: StepKind.readLeaf,
  dom,
  iova,
  lg: 0,
  first: iova,
  spa: -1,
});
export const readBacking = (guest: number, isPrivate: boolean, gfn: GpaPage, n: number): ReadBackingStep => ({
  kind: StepKind.readBacking,
  guest,
  isPrivate,
  gfn,
  n,
  spa: -1,
  run: 0,
  mmio: false,
});
export const lock = (guest: number, region: number): LockStep => ({ kind: StepKind.lock, guest, region });
export const unlock = (guest: number, region: number): LockStep => ({ kind: StepKind.unlock, guest, region });
