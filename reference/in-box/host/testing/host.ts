import type { Backing, HostConfig, RegionStart } from '../../../../model/vocabulary/host/config';
import type { RunningHost } from '../../../../model/vocabulary/host/machine';
import type { ActorName, HostCall, HostOp } from '../../../../model/vocabulary/host/op';
import type { DmaStep } from '../../../../model/vocabulary/host/own-step';
import { STEP_NAMES, StepKind } from '../../../../model/vocabulary/host/step-kind';
import { DEFAULT_RMP_ASSUMPTIONS } from '../../../../model/vocabulary/rmp/assumption';

/** A host with one guest and one device, and RAM to spare. */
export const config = (backing: Backing, regions: readonly RegionStart[], ats = false): HostConfig => ({
  ram: 6,
  mmio: [],
  guests: [{ asid: 5, vtom: null, backing, regions, launched: true }],
  devices: [{ guest: 0, ats }],
  importers: [],
  contention: 0,
  assumptions: DEFAULT_RMP_ASSUMPTIONS,
});
export const start = (actor: ActorName, call: HostCall, hold: number | null = null): HostOp => ({
  op: 'start',
  actor,
  call,
  hold,
});
export const attach = start('vmm0', { call: 'attach', device: 0, t: 0 });
export const write = (page: number): HostOp => ({ op: 'access', by: 'device', device: 0, t: 0, page, write: true });

/** Names of the steps that the op adds to the log. */
export function steps(host: RunningHost, op: HostOp): string[] {
  const from = host.log.length;
  host.step(op);
  return host.log.steps.slice(from, host.log.length).map(({ kind }) => STEP_NAMES[kind]!);
}
export const run = (host: RunningHost, ops: readonly HostOp[]): RunningHost => {
  ops.forEach((op) => {
    host.step(op);
  });
  return host;
};
export const lastDma = ({ log }: RunningHost): DmaStep => {
  const found = log.steps.slice(0, log.length).findLast(({ kind }) => kind === StepKind.dma);
  return found as DmaStep;
};
