import { DeviceMode } from '../../../../model/vocabulary/host/own-step';
import { dma, setDevice } from '../../../../model/vocabulary/host/own-steps';
import type { GuestRange } from '../../../../model/vocabulary/host/op';
import { sharedWindow, type BarPlace, type IoWindow } from '../../../../model/vocabulary/host/layout';
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

/**
 * Attaches a device at T=0; the first one of a domain finds it empty. Its first request reads the lowest shared page.
 * Devices reach the BARs of each other as they reach memory.
 */
export function* attach(ctx: Context, device: number): Protocol {
  const { state, policy, view } = ctx;
  if (state.mode(device) !== DeviceMode.detached) return;
  const { guest } = state.config.devices[device]!;
  const first = state.opened[domainOf(guest, 0)] === 0;
  yield setDevice(device, DeviceMode.attached, state.locked[device] === 1);
  if (first) {
    yield* policy.mapShared(view, { guest, gfn: 0, n: state.pagesOf(guest) }, 0);
    for (const bar of state.bars) if (bar.guest === guest) yield* mapBar(ctx, bar, 0);
  }
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

/**
 * Maps a BAR for devices of its guest: shared at T=0, and at T=1 above vTOM; private at T=1, once its own device is
 * trusted and the firmware has validated it.
 */
export function* mapBar({ state, policy, view }: Context, { guest, device, gfn, n }: BarPlace, t: 0 | 1): Protocol {
  const isPrivate = state.isPrivate(guest, gfn);
  if (!isPrivate) {
    if (t === 0 || state.config.guests[guest]!.vtom !== null) yield* policy.mapShared(view, { guest, gfn, n }, t);
  } else if (t === 1 && state.mode(device) === DeviceMode.trusted) yield* policy.mapPrivate(view, { guest, gfn, n });
}

/** Detaches a device, locked or not; with the last one of a domain its mappings go. */
export function* detach(ctx: Context, device: number): Protocol {
  const { state } = ctx;
  const mode = state.mode(device);
  if (mode === DeviceMode.detached) return;
  const { guest } = state.config.devices[device]!;
  const t = mode === DeviceMode.trusted ? 1 : 0;
  yield setDevice(device, DeviceMode.detached, state.locked[device] === 1);
  const last = state.opened[domainOf(guest, t)] === 0;
  const beyond = t === 1 ? sharedWindow(state.config, guest, 1) : null;
  for (let region = 0; region < state.pagesWithBarsOf(guest) / REGION_PAGES; region++) {
    yield lock(guest, region);
    // A device that came back meanwhile keeps what it has.
    const unmaps = last && state.opened[domainOf(guest, t)] === 0;
    yield* leaveRegion(ctx, guest, { dom: domainOf(guest, t), offset: 0 }, region, unmaps);
    if (beyond !== null) yield* leaveRegion(ctx, guest, beyond, region, unmaps);
    yield unlock(guest, region);
  }
}

function* leaveRegion({ state }: Context, guest: number, window: IoWindow, region: number, unmaps: boolean): Protocol {
  const { devices } = state.config;
  const first = window.offset + region * REGION_PAGES;
  if (unmaps) yield ioUnmap(window.dom, first, REGION_PAGES);
  yield iotlbInv(window.dom, first, REGION_PAGES);
  for (let device = 0; device < devices.length; device++) {
    const { guest: owner, ats } = devices[device]!;
    if (ats && owner === guest) yield devtlbInv(device, first, REGION_PAGES);
  }
  yield completionWait();
}

/** The VMM asks for a range to be mapped, shared or not as it may be. */
export function* mapShared({ state, policy, view }: Context, guest: number, range: GuestRange): Protocol {
  const [gfn, end] = clip(range.gfn, range.n, state.pagesOf(guest), 1);
  if (gfn === end) return;
  const wanted = { guest, gfn, n: end - gfn };
  if (state.opened[domainOf(guest, 0)]! > 0) yield* policy.mapShared(view, wanted, 0);
  if (state.sharesBeyondVtom(guest)) yield* policy.mapShared(view, wanted, 1);
}
