import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';

/** True if the page is MMIO by the configuration. */
export const isMmio = ({ rmp: { mmio } }: DeviceAccessConfig, page: SpaPage): boolean =>
  mmio.some(({ spa, pages }) => page >= spa && page < spa + pages);

/** True if [first, first + pages) holds MMIO and something else. */
export const isMixed = ({ rmp: { mmio } }: DeviceAccessConfig, first: SpaPage, pages: number): boolean => {
  const overlap = mmio.reduce(
    (sum, range) => sum + Math.max(0, Math.min(range.spa + range.pages, first + pages) - Math.max(range.spa, first)),
    0,
  );
  return overlap > 0 && overlap < pages;
};
