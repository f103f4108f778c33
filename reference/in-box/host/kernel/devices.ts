import { DeviceMode } from '../../../../model/vocabulary/host/own-step';
import { dma, setDevice } from '../../../../model/vocabulary/host/own-steps';
import type { GuestRange } from '../../../../model/vocabulary/host/op';
import {
  completionWait,
  devtlbInv,
  iotlbInv,
  ioUnmap,
  lock,
  unlock,
} from '../../../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import type { Context, Protocol } from '../context';
import { clip } from '../range';

/** Attaches a device; the first one of a domain finds it empty. Its first request reads the lowest shared page. */
export function* attach(ctx: Context, device: number, t: 0 | 1): Protocol {
  const { state, policy, view } = ctx;
  if (t === 1) {
    yield* accept(ctx, device);
    return;
  }
  if (state.mode(device) !== DeviceMode.detached) return;
  const { guest } = state.config.devices[device]!;
  const first = state.opened[domainOf(guest, 0)] === 0;
  yield setDevice(device, DeviceMode.attached, state.locked[device] === 1);
  if (first) yield* policy.mapShared(view, { guest, gfn: 0, n: state.pagesOf(guest) });
  const ring = lowestShared(ctx, guest);
  if (ring >= 0) yield dma(device, 0, ring, false, false);
}

function lowestShared({ state }: Context, guest: number): number {
  const pages = state.pagesOf(guest);
  for (let gfn = 0; gfn < pages; gfn++) {
    if (!state.isPrivate(guest, gfn) && state.backing(guest, gfn, false) >= 0) return gfn;
  }
  return -1;
}

/** Detaches a device; with the last one of a domain its mappings go. */
export function* detach(ctx: Context, device: number, stayLocked = false): Protocol {
  const { state } = ctx;
  const mode = state.mode(device);
  if (mode === DeviceMode.detached) return;
  const { guest } = state.config.devices[device]!;
  const t = mode === DeviceMode.trusted ? 1 : 0;
  yield setDevice(device, DeviceMode.detached, stayLocked);
  const last = state.opened[domainOf(guest, t)] === 0;
  for (let region = 0; region < state.pagesOf(guest) / REGION_PAGES; region++) {
    yield lock(guest, region);
    // A device that came back meanwhile keeps what it has.
    if (last && state.opened[domainOf(guest, t)] === 0) {
      yield ioUnmap(domainOf(guest, t), region * REGION_PAGES, REGION_PAGES);
    }
    yield* flushRegion(ctx, guest, t, region);
    yield unlock(guest, region);
  }
}

function* flushRegion({ state }: Context, guest: number, t: 0 | 1, region: number): Protocol {
  const { devices } = state.config;
  yield iotlbInv(domainOf(guest, t), region * REGION_PAGES, REGION_PAGES);
  for (let device = 0; device < devices.length; device++) {
    const { guest: owner, ats } = devices[device]!;
    if (ats && owner === guest) yield devtlbInv(device, region * REGION_PAGES, REGION_PAGES);
  }
  yield completionWait();
}

/** T=0 → T=1: what the VMM mapped goes first, then the secure side maps. rmp.md 4.7. */
export function* accept(ctx: Context, device: number): Protocol {
  const { state, policy, view } = ctx;
  if (state.mode(device) === DeviceMode.trusted) return;
  yield* detach(ctx, device, true);
  if (state.mode(device) !== DeviceMode.detached) return;
  const { guest } = state.config.devices[device]!;
  const first = state.opened[domainOf(guest, 1)] === 0;
  yield setDevice(device, DeviceMode.trusted, true);
  if (first) yield* policy.mapPrivate(view, { guest, gfn: 0, n: state.pagesOf(guest) });
}

/** Locks the interface; it goes on as it is. */
export function* lockTdi({ state }: Context, device: number): Protocol {
  yield setDevice(device, state.mode(device), true);
}

/** The VMM asks for a range to be mapped, shared or not as it may be. */
export function* mapShared({ state, policy, view }: Context, guest: number, range: GuestRange): Protocol {
  const [gfn, end] = clip(range.gfn, range.n, state.pagesOf(guest), 1);
  if (gfn < end && state.opened[domainOf(guest, 0)]! > 0) yield* policy.mapShared(view, { guest, gfn, n: end - gfn });
}
