import { Errno } from '../../../../model/vocabulary/errno';
import { cMaskOf } from '../cc/alias';
import type { IommuParts } from '../parts/iommu';
import { addressOfLeaf, encodeLeaf, NOT_PRESENT } from './leaf-word';

const MASK_32 = 2n ** 32n - 1n;

/** IOVA space, the page table, the IOTLB. dma-mmio.md 4.3, DMA-053 to DMA-056. */
export const tableParts: Pick<
  IommuParts,
  'iovaLimitOf' | 'reserve' | 'release' | 'iommuMap' | 'undoMap' | 'iommuUnmap' | 'flush' | 'iovaToPhys'
> = {
  iovaLimitOf: (d, device) => d.parts.limitOf(device),

  reserve(d, device, bytes) {
    if (d.faults.hasNoIova) return null;
    const limit = d.parts.iovaLimitOf(d, device);
    // Short addresses first, for PCI devices that are slow with long ones.
    const low = device.fn !== null && limit > MASK_32 ? device.space.reserve(bytes, MASK_32) : null;
    const iova = low ?? device.space.reserve(bytes, limit);
    if (iova !== null) d.note({ event: 'reserve', device: device.index, iova, bytes });
    return iova;
  },

  release(d, device, iova, bytes) {
    device.space.free(iova, bytes);
    d.note({ event: 'release', device: device.index, iova, bytes });
  },

  iommuMap(d, device, iova, paddr, bytes, prot) {
    const fault = d.faults.iommuMapErrno();
    const cMask = d.parts.leafHasCBit(d, prot) ? cMaskOf(d.config.platform) : 0n;
    let value = d.isAligned(iova | paddr | bytes) ? 0 : Errno.EINVAL;
    // Memory for a table is what runs out: what was mapped until then is taken back.
    const fails = fault === 0 ? null : bytes - d.granule;
    for (let done = 0n; done < bytes && value === 0; done += d.granule) {
      if (done === fails) value = fault;
      else if (!device.table.set(iova + done, encodeLeaf(paddr + done, prot, cMask))) value = Errno.EADDRINUSE;
      if (value !== 0) d.parts.undoMap(d, device, iova, done);
    }
    d.note({ event: 'iommuMap', device: device.index, iova, paddr, bytes, prot, value });
    if (value === 0) device.unflushed.add(iova, bytes);
    return value;
  },

  undoMap(d, device, iova, bytes) {
    for (let done = 0n; done < bytes; done += d.granule) device.table.clear(iova + done);
  },

  iommuUnmap(d, device, iova, bytes) {
    for (let done = 0n; done < bytes; done += d.granule) device.table.clear(iova + done);
    device.unflushed.remove(iova, bytes);
    d.note({ event: 'iommuUnmap', device: device.index, iova, bytes });
  },

  flush(d, device, iova, bytes, after) {
    if (after === 'map') device.unflushed.remove(iova, bytes);
    d.note({ event: 'flush', device: device.index, iova, bytes, after });
  },

  iovaToPhys(d, device, iova) {
    const word = device.table.leaf(iova);
    if (word === NOT_PRESENT) return null;
    const granule = addressOfLeaf(word, BigInt(d.config.granuleLg)) & ~cMaskOf(d.config.platform);
    return granule | d.inGranule(iova);
  },
};
