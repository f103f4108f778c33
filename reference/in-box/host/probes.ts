import { DeviceMode } from '../../../model/vocabulary/host/own-step';
import { clearFence, dma } from '../../../model/vocabulary/host/own-steps';
import { domainOf } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { pagesOf } from '../../../model/vocabulary/units';
import type { DeviceHardware } from '../device-access/hardware';
import type { Protocol } from './context';
import type { HostState } from './state';

/** What finds leaves, and how much there is none of. */
type Tables = Pick<DeviceHardware, 'leafAt' | 'holeLg'>;

/** One DMA write to every leaf that a device can reach, one to each 2M of larger ones. A fence is lifted before each. */
export function* probes(state: HostState, tables: Tables): Protocol {
  const { guests, devices } = state.config;
  for (let guest = 0; guest < guests.length; guest++) {
    for (const t of [0, 1] as const) {
      const mode = t === 0 ? DeviceMode.attached : DeviceMode.trusted;
      const device = devices.findIndex((d, index) => d.guest === guest && state.mode(index) === mode);
      if (device >= 0) yield* probeDomain(state, tables, guest, device, t);
    }
  }
}

function* probeDomain(state: HostState, tables: Tables, guest: number, device: number, t: 0 | 1): Protocol {
  yield* probeWindow(state, tables, guest, device, t, 0);
  const { vtom } = state.config.guests[guest]!;
  if (t === 1 && vtom !== null) yield* probeWindow(state, tables, guest, device, t, vtom);
}

function* probeWindow(
  state: HostState,
  tables: Tables,
  guest: number,
  device: number,
  t: 0 | 1,
  offset: number,
): Protocol {
  const end = offset + state.pagesWithBarsOf(guest);
  for (let iova = offset; iova < end;) {
    const lg = tables.leafAt(domainOf(guest, t), iova);
    if (lg > 0) {
      if (state.fenced(guest)) yield clearFence(guest);
      yield dma(device, t, iova, true, true);
    }
    const step = lg >= 21 ? REGION_PAGES : pagesOf(lg === 0 ? tables.holeLg : lg);
    // A hole, or a leaf, may begin before the page that was asked for.
    iova += step - (iova % step);
  }
}
