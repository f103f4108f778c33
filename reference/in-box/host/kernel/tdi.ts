import { DeviceMode } from '../../../../model/vocabulary/host/own-step';
import { attrSet, mmioValidate, nptZap, reclaim, setDevice } from '../../../../model/vocabulary/host/own-steps';
import type { HostRange } from '../../../../model/vocabulary/host/policy';
import type { BarPlace } from '../../../../model/vocabulary/host/layout';
import { lock, readRmp, unlock } from '../../../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import { FirmwareStatus } from '../../../../model/vocabulary/rmp/outcome';
import { MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import { whileWithdrawn } from '../import/triggers';
import { regionOf } from '../range';
import { detach, mapBar } from './devices';
import { invalidate, keepShared } from './release';

// Trusted device interfaces: rmp.md 1.5 (private MMIO), 4.7, 5.1 T22.

/** T=0 → T=1: what the VMM mapped goes first, then the secure side maps. A BAR that is not taken ends it. */
export function* accept(ctx: Context, device: number): Protocol {
  const { state, policy, view } = ctx;
  if (state.mode(device) === DeviceMode.trusted) return;
  yield* detach(ctx, device);
  if (state.mode(device) !== DeviceMode.detached) return;
  yield* lockTdi(ctx, device);
  if (!(yield* validateBars(ctx, device))) return;
  const { guest } = state.config.devices[device]!;
  const first = state.opened[domainOf(guest, 1)] === 0;
  yield setDevice(device, DeviceMode.trusted, true);
  if (!first) {
    for (const bar of privateBars(ctx, device)) yield* policy.mapPrivate(view, bar);
    return;
  }
  const memory = { guest, gfn: 0, n: state.pagesOf(guest) };
  yield* policy.mapPrivate(view, memory);
  if (state.config.guests[guest]!.vtom !== null) yield* policy.mapShared(view, memory, 1);
  for (const bar of state.bars) if (bar.guest === guest) yield* mapBar(ctx, bar, 1);
}

const barsOf = ({ state }: Context, device: number): readonly BarPlace[] =>
  state.bars.filter((bar) => bar.device === device && bar.tio);

const privateBars = (ctx: Context, device: number): readonly BarPlace[] =>
  barsOf(ctx, device).filter(({ guest, gfn }) => ctx.state.isPrivate(guest, gfn));

/** Locks the interface; it goes on as it is. Its BARs become Pre-Guest, if the platform lets them be private. */
export function* lockTdi(ctx: Context, device: number): Protocol {
  const { state } = ctx;
  yield* whileWithdrawn(ctx, device, state.locked[device] === 0, function* () {
    yield setDevice(device, state.mode(device), true);
    for (const bar of barsOf(ctx, device)) if (!state.isPrivate(bar.guest, bar.gfn)) yield* lockBar(ctx, bar);
  });
}

function* lockBar(ctx: Context, { guest, gfn, n, spa }: BarPlace): Protocol {
  const { state, policy, view, parts } = ctx;
  const part: HostRange = { guest, gfn, n };
  yield lock(guest, regionOf(gfn));
  yield* policy.beforePrivate(view, part);
  yield nptZap(guest, gfn, n);
  yield attrSet(guest, gfn, n, true);
  const whole = n === REGION_PAGES;
  const { asid } = state.config.guests[guest]!;
  let done = 0;
  for (let attempt = 0; done < n && attempt < MOST_ATTEMPTS; attempt++) {
    const place = { spa: spa + done, gpa: gfn + done, asid, immutable: true };
    const size = whole ? ({ lg: 21, n: 1 } as const) : ({ lg: 12, n: n - done } as const);
    const step = yield* parts.updateRmp(ctx, { ...place, ...size });
    done += whole ? step.done * REGION_PAGES : step.done;
  }
  yield unlock(guest, regionOf(gfn));
}

/** The guest takes the device if all its private BARs are what it was told. */
function* validateBars(ctx: Context, device: number): Protocol<boolean> {
  for (const { guest, gfn, spa, n } of privateBars(ctx, device)) {
    const step = mmioValidate(guest, gfn, spa, n);
    yield step;
    if (step.status !== FirmwareStatus.success) return false;
  }
  return true;
}

/** Detaches and unlocks: the BARs are shared again. */
export function* release(ctx: Context, device: number): Protocol {
  const { state } = ctx;
  yield* detach(ctx, device);
  if (state.mode(device) !== DeviceMode.detached) return;
  yield* whileWithdrawn(ctx, device, state.locked[device] === 1, function* () {
    for (const bar of privateBars(ctx, device)) yield* unlockBar(ctx, bar);
    if (state.locked[device] === 1) yield setDevice(device, DeviceMode.detached, false);
  });
}

function* unlockBar(ctx: Context, bar: BarPlace): Protocol {
  const { guest, gfn, spa, n } = bar;
  const { policy, view, parts, state } = ctx;
  const part: HostRange = { guest, gfn, n };
  yield lock(guest, regionOf(gfn));
  yield* policy.beforeShared(view, part);
  yield nptZap(guest, gfn, n);
  yield attrSet(guest, gfn, n, false);
  yield* parts.reclaimBar(ctx, spa, n);
  yield* invalidate(ctx, part, keepShared);
  yield* policy.afterShared(view, part);
  if (state.opened[domainOf(guest, 0)]! > 0) yield* mapBar(ctx, bar, 0);
  if (state.opened[domainOf(guest, 1)]! > 0) yield* mapBar(ctx, bar, 1);
  yield unlock(guest, regionOf(gfn));
}

/** What was locked and never validated is still immutable. rmp.md 5.1 T11. */
export function* reclaimBar(_ctx: Context, spa: number, n: number): Protocol {
  const rmp = readRmp(spa, 1);
  yield rmp;
  if (rmp.assigned) yield reclaim(spa, rmp.lg === 21 ? 1 : n);
}
