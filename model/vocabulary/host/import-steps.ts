import type { SpaPage } from '../rmp/entry';
import type { IovaPage } from '../units';
import type {
  AttachBufferStep,
  BufferState,
  BufferWaitStep,
  FenceStep,
  ImportLockStep,
  InvalidateStep,
  LockOf,
  MapBufferStep,
  PortDmaStep,
  PortInvStep,
  PortMapStep,
  PortUnmapStep,
  SetBufferStep,
  SetMemoryStep,
  SetPortStep,
} from './import-step';
import { StepKind } from './step-kind';

// Each makes a step that has not run yet.

export const importLock = (of: LockOf, index: number): ImportLockStep => ({ kind: StepKind.importLock, of, index });
export const importUnlock = (of: LockOf, index: number): ImportLockStep => ({ kind: StepKind.importUnlock, of, index });
export const setBuffer = (bar: number, state: BufferState): SetBufferStep => ({ kind: StepKind.setBuffer, bar, state });
export const attachBuffer = (importer: number, bar: number, attached: boolean): AttachBufferStep => ({
  kind: StepKind.attachBuffer,
  importer,
  bar,
  attached,
});
export const invalidate = (importer: number, bar: number): InvalidateStep => ({
  kind: StepKind.invalidate,
  importer,
  bar,
});
export const mapBuffer = (importer: number, bar: number, mapped: boolean): MapBufferStep => ({
  kind: StepKind.mapBuffer,
  importer,
  bar,
  mapped,
});
export const fence = (importer: number, bar: number, signalled: boolean): FenceStep => ({
  kind: StepKind.fence,
  importer,
  bar,
  signalled,
});
export const fenceWait = (bar: number): BufferWaitStep => ({ kind: StepKind.fenceWait, bar });
export const unmapWait = (bar: number): BufferWaitStep => ({ kind: StepKind.unmapWait, bar });
/** `n` leaves of 2^lg bytes. */
export const portMap = (
  importer: number,
  port: number,
  iova: IovaPage,
  spa: SpaPage,
  lg: number,
  n: number,
  mmio: boolean,
  fails: boolean,
): PortMapStep => ({
  kind: StepKind.portMap,
  importer,
  port,
  iova,
  spa,
  lg,
  n,
  mmio,
  fails,
  done: 0,
  encrypted: false,
});
export const portUnmap = (importer: number, port: number, iova: IovaPage, n: number): PortUnmapStep => ({
  kind: StepKind.portUnmap,
  importer,
  port,
  iova,
  n,
  cleared: 0,
});
export const portInv = (importer: number, port: number, iova: IovaPage, n: number, devTlb: boolean): PortInvStep => ({
  kind: StepKind.portInv,
  importer,
  port,
  iova,
  n,
  devTlb,
});
export const setPort = (importer: number, port: number, open: boolean): SetPortStep => ({
  kind: StepKind.setPort,
  importer,
  port,
  open,
});
export const portDma = (
  importer: number,
  port: number,
  iova: IovaPage,
  write: boolean,
  probe: boolean,
): PortDmaStep => ({
  kind: StepKind.portDma,
  importer,
  port,
  iova,
  write,
  probe,
  ok: false,
  spa: -1,
  hit: false,
  routed: false,
  event: 0,
});
export const setMemory = (device: number, on: boolean): SetMemoryStep => ({ kind: StepKind.setMemory, device, on });
