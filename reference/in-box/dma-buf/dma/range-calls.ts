import type { InBoxDmaBuf } from '../in-box';
import type { PhysRange } from '../objects/dma-buf';
import type { Mapping } from '../objects/mapping';
import type { DmaParts } from '../parts/dma';

/** dma_map_phys and dma_unmap_phys. dma-mmio.md 4.2, 4.3. */
export const rangeParts: Pick<DmaParts, 'mapPhys' | 'unmapPhys'> = {
  mapPhys(d, mapping, range, index) {
    const { fault } = d;
    const isRefused = fault?.at === 'mapPhys' && fault.range === index;
    const address = isRefused ? null : addressFor(d, mapping, range);
    const { direction, name } = mapping;
    const mmio = d.parts.isMmio('mapPhys');
    d.note({ event: 'mapPhys', mapping: name, paddr: range.paddr, bytes: range.bytes, direction, mmio, address });
    return address;
  },

  unmapPhys(d, mapping, address, bytes) {
    const { direction, name } = mapping;
    d.note({ event: 'unmapPhys', mapping: name, address, bytes, direction, mmio: d.parts.isMmio('unmapPhys') });
    const { table, space } = d.dmaDeviceOf(mapping);
    if (space === null || bytes === 0n) return;
    table.unmap(address, bytes);
    space.release(address);
  },
};

function addressFor(d: InBoxDmaBuf, mapping: Mapping, { paddr, bytes }: PhysRange): bigint | null {
  const { config, space, table } = d.dmaDeviceOf(mapping);
  const { dma } = config;
  if (dma.path === 'direct') {
    // MMIO is never bounced: a device that must bounce is refused, as is one that cannot name the last byte.
    return dma.forceBounce || paddr + bytes - 1n > dma.mask ? null : paddr;
  }
  const address = space!.reserve(bytes);
  if (address !== null) table.map(address, paddr, bytes, d.parts.protOf(mapping.direction));
  return address;
}
