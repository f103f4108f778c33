import { DeviceMode } from '../../../model/vocabulary/host/own-step';
import { clearFence, dma } from '../../../model/vocabulary/host/own-steps';
import { readLeaf } from '../../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type { Protocol } from './context';
import type { HostState } from './state';

/** One DMA write to every leaf that a device can reach, one to each 2M of larger ones. A fence is lifted before each. */
export function* probes(state: HostState): Protocol {
  const { guests, devices } = state.config;
  for (let guest = 0; guest < guests.length; guest++) {
    for (const t of [0, 1] as const) {
      const mode = t === 0 ? DeviceMode.attached : DeviceMode.trusted;
      const device = devices.findIndex((d, index) => d.guest === guest && state.mode(index) === mode);
      if (device >= 0) yield* probeDomain(state, guest, device, t);
    }
  }
}

function* probeDomain(state: HostState, guest: number, device: number, t: 0 | 1): Protocol {
  const pages = state.pagesOf(guest);
  for (let iova = 0; iova < pages;) {
    const leaf = readLeaf(domainOf(guest, t), iova);
    yield leaf;
    if (leaf.lg > 0) {
      if (state.fenced(guest)) yield clearFence(guest);
      yield dma(device, t, iova, true, true);
    }
    iova += leaf.lg >= 21 ? REGION_PAGES : leaf.lg === 0 ? 1 : 2 ** (leaf.lg - 12);
  }
}
