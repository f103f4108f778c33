import type { DmaParts } from '../parts/dma';

/** What a device can name, and by which address. dma-mmio.md 4.2: rangeMap, capable. */
export const reachParts: Pick<DmaParts, 'names' | 'isCapable' | 'busOf' | 'physOf' | 'directAddress'> = {
  names: (d, device, address, bytes) => address !== null && address + bytes - 1n <= d.parts.limitOf(device),

  isCapable(d, { attrs, bytes, device }, address) {
    const isAlias = d.parts.wantsShared(d, attrs) || !d.parts.forceUnencrypted(d, device);
    return isAlias && d.parts.names(d, device, address, bytes);
  },

  busOf({ config: { rangeMap } }, phys) {
    if (rangeMap === null) return phys;
    const row = rangeMap.find(({ bytes, cpu }) => phys >= cpu && phys - cpu < bytes);
    return row === undefined ? null : phys - row.cpu + row.dma;
  },

  physOf({ config: { rangeMap } }, address) {
    if (rangeMap === null) return address;
    const row = rangeMap.find(({ bytes, dma }) => address >= dma && address - dma < bytes);
    return row === undefined ? null : address - row.dma + row.cpu;
  },

  directAddress(d, { attrs, device, phys }) {
    const address = d.parts.busOf(device, phys);
    return address === null ? null : d.parts.aliasFor(d, attrs, address);
  },
};
