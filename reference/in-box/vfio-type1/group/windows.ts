import type { IovaWindow } from '../../../../model/vocabulary/vfio-type1/config';
import type { IommuDomain } from '../iommu/domain';
import { LAST } from '../page';

/** What all apertures have, without the reserved regions; lowest first. */
export function windowsOf(domains: readonly IommuDomain[]): readonly IovaWindow[] {
  let windows: IovaWindow[] = [{ first: 0n, last: LAST }];
  for (const { config } of domains) {
    const { aperture } = config;
    windows = windows
      .map(({ first, last }) => ({ first: higher(first, aperture.first), last: lower(last, aperture.last) }))
      .filter(({ first, last }) => first <= last);
    for (const region of config.reserved) windows = windows.flatMap((window) => without(window, region));
  }
  return windows;
}

const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function without(window: IovaWindow, region: IovaWindow): IovaWindow[] {
  if (region.last < window.first || window.last < region.first) return [window];
  const parts: IovaWindow[] = [];
  if (window.first < region.first) parts.push({ first: window.first, last: region.first - 1n });
  if (region.last < window.last) parts.push({ first: region.last + 1n, last: window.last });
  return parts;
}
