import type { HostSight } from '../../model/vocabulary/host/machine';
import type { ActorName, HostCall, HostOp } from '../../model/vocabulary/host/op';
import { DeviceMode } from '../../model/vocabulary/host/own-step';
import type { Draw } from '../engine/draw';

// Ops that only mean something together: too unlikely to be drawn one by one.

/** Steps of a conversion up to where its page has changed hands, at least and about. */
const FIRST_STEPS = 6;
const CONVERSION_STEPS = 26;
/** Steps of a vCPU up to the handler's look-up, with its nested leaf there and without; from there to the zap. */
const LOOK_UP_STEPS = [11, 22];
const ZAP_STEPS = 7;
/** Steps of an attach or mapShared up to its last leaf, about. */
const MAPPING_STEPS = 12;

/** Device requests to a page before, during and after its conversion: DMA between any two steps. */
export function chase(draw: Draw, sight: HostSight, device: number, page: number): HostOp[] {
  const { guest } = sight.config.devices[device]!;
  const actor: ActorName = `vcpu${guest}.0`;
  const mode = sight.mode(device);
  const trusted = mode === DeviceMode.trusted;
  const request: HostOp = { op: 'access', by: 'device', device, t: trusted ? 1 : 0, page, write: true };
  const call: HostCall = { call: trusted ? 'toShared' : 'toPrivate', gfn: page, n: 1 };
  const attach: HostOp = { op: 'start', actor: `vmm${guest}`, call: { call: 'attach', device, t: 0 }, hold: null };
  const ops: HostOp[] = mode === DeviceMode.detached ? [attach] : [];
  ops.push(request, { op: 'start', actor, call, hold: FIRST_STEPS + draw.int(CONVERSION_STEPS - FIRST_STEPS) });
  if (draw.chance(20)) ops.push({ op: 'start', actor: 'kernel0', call: { call: 'alloc', n: 1 }, hold: null });
  for (let k = 2 + draw.int(4); k >= 0; k--) ops.push(request, { op: 'run', actor, n: 1 + draw.int(3) });
  return ops;
}

/** A mapping that is held while pages below it are converted: time of check, time of use. */
export function overtake(draw: Draw, sight: HostSight, device: number, page: number): HostOp[] {
  const { guest } = sight.config.devices[device]!;
  const actor: ActorName = `vmm${guest}`;
  const mode = sight.mode(device);
  const t = draw.chance(40) ? 1 : 0;
  const base = page - (page % 512);
  const call: HostCall =
    mode === DeviceMode.detached
      ? { call: 'attach', device, t }
      : mode === DeviceMode.attached && draw.chance(70)
        ? { call: 'mapShared', gfn: base, n: 512 }
        : { call: 'accept', device };
  const convert = sight.isPrivate(guest, page) ? 'toShared' : 'toPrivate';
  return [
    { op: 'start', actor, call, hold: 1 + draw.int(MAPPING_STEPS) },
    { op: 'start', actor: `vcpu${guest}.0`, call: { call: convert, gfn: page, n: 1 }, hold: null },
    { op: 'run', actor, n: null },
  ];
}

/** Two vCPUs at neighbouring pages of one region, step by step: they fault on the same 2M entry. */
export function collide(draw: Draw, guest: number, page: number): HostOp[] {
  const other = page % 512 === 511 ? page - 1 : page + 1;
  const call = (gfn: number): HostCall =>
    draw.chance(60) ? { call: 'pvalidate', gfn, size: 0, validate: false } : { call: 'toShared', gfn, n: 1 };
  // Half of them at the handler's look-up, or between that and the zap.
  const atLookUp = draw.pick(LOOK_UP_STEPS) + (draw.chance(40) ? 0 : draw.int(ZAP_STEPS));
  const held = draw.chance(50) ? atLookUp : FIRST_STEPS + draw.int(CONVERSION_STEPS - FIRST_STEPS);
  if (draw.chance(35)) return lookIn(guest, call(page), other, held);
  const ops: HostOp[] = [
    { op: 'start', actor: `vcpu${guest}.0`, call: call(page), hold: held },
    { op: 'start', actor: `vcpu${guest}.1`, call: call(other), hold: draw.chance(50) ? null : held },
  ];
  for (let k = 0; k < 4; k++) {
    ops.push({ op: 'run', actor: `vcpu${guest}.${draw.int(2)}`, n: 1 + draw.int(6) });
  }
  return ops;
}

/** A vCPU changes a page, and between its steps somebody of the guest uses another page of the region. */
function lookIn(guest: number, call: HostCall, page: number, held: number): HostOp[] {
  const actor: ActorName = `vcpu${guest}.0`;
  const look: readonly HostOp[] = [
    { op: 'access', by: 'guest', guest, page, write: true },
    { op: 'run', actor, n: 1 },
  ];
  // The nested leaf is there, and may be 2M, before the change begins.
  const touch: HostOp = { op: 'start', actor, call: { call: 'touch', gfn: page }, hold: null };
  return [touch, { op: 'start', actor, call, hold: held }, ...look, ...look, ...look, ...look];
}

/** The firmware is asked to take pages back while they are being launched. */
export function interrupt(draw: Draw, sight: HostSight, guest: number, page: number): HostOp[] {
  const actor: ActorName = `vmm${guest}`;
  const spa = sight.backing(guest, page, false);
  const call: HostCall = { call: 'launchUpdate', gfn: page, n: 1 + draw.int(4), refused: false };
  const ops: HostOp[] = [{ op: 'start', actor, call, hold: FIRST_STEPS + draw.int(FIRST_STEPS) }];
  for (let k = 0; k < 4 && spa >= 0; k++) {
    ops.push({ op: 'start', actor: 'firmware', call: { call: 'reclaim', pfn: spa }, hold: null });
    ops.push({ op: 'run', actor, n: 1 });
  }
  return ops;
}
