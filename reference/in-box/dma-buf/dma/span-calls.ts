import { Errno } from '../../../../model/vocabulary/errno';
import { Prot } from '../../../../model/vocabulary/prot';
import type { DmaParts } from '../parts/dma';

/** dma_iova_try_alloc, link, sync and destroy. dma-mmio.md 4.4. */
export const spanParts: Pick<DmaParts, 'protOf' | 'isMmio' | 'tryAllocIova' | 'linkIova' | 'syncIova' | 'destroyIova'> =
  {
    protOf(direction) {
      const read = direction === 'FROM_DEVICE' ? 0 : Prot.READ;
      const write = direction === 'TO_DEVICE' ? 0 : Prot.WRITE;
      return read | write | Prot.MMIO;
    },

    isMmio: () => true,

    tryAllocIova(d, mapping, bytes) {
      const { space } = d.dmaDeviceOf(mapping);
      const address = space === null || d.fault?.at === 'reservation' ? null : space.reserve(bytes);
      d.note({ event: 'reserve', mapping: mapping.name, bytes, address });
      return { address, bytes };
    },

    linkIova(d, mapping, { paddr, bytes }, index, offset) {
      const { direction, name, state } = mapping;
      const { fault } = d;
      let value: number = 0;
      if (fault?.at === 'link' && fault.range === index) value = fault.errno;
      else if (!d.dmaDeviceOf(mapping).table.map(state!.address! + offset, paddr, bytes, d.parts.protOf(direction)))
        value = Errno.EADDRINUSE;
      const mmio = d.parts.isMmio('link');
      d.note({ event: 'link', mapping: name, paddr, offset, bytes, direction, mmio, value });
      return value;
    },

    syncIova(d, mapping, bytes) {
      const value = d.fault?.at === 'sync' ? d.fault.errno : 0;
      d.note({ event: 'sync', mapping: mapping.name, bytes, value });
      return value;
    },

    destroyIova(d, mapping, bytes) {
      const { table, space } = d.dmaDeviceOf(mapping);
      const { direction, name, state } = mapping;
      d.note({ event: 'destroy', mapping: name, bytes, direction, mmio: d.parts.isMmio('destroy') });
      if (bytes > 0n) table.unmap(state!.address!, bytes);
      space!.release(state!.address!);
    },
  };
