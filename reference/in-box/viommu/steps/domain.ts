import { Errno } from '../../../../model/vocabulary/errno';
import { Prot } from '../../../../model/vocabulary/prot';
import { SUBREGION_BYTES } from '../../../../model/vocabulary/viommu/config';
import type { DomainParts } from '../parts/domain';

/** dma-mmio.md 8.1, 8.4. */
export const domainParts: DomainParts = {
  allocDomain(d, { index }) {
    const refused = !d.config.hostTranslation
      ? Errno.EOPNOTSUPP
      : d.faults.next('allocDomain', null) !== undefined
        ? Errno.ENOMEM
        : 0;
    const domain = refused === 0 ? d.addDomain() : null;
    d.note({ event: 'allocDomain', iommu: index, domain: domain?.id ?? null, value: refused });
    return domain ?? refused;
  },

  freeDomain(d, iommu) {
    const { id } = iommu.domain!;
    d.note({ event: 'freeDomain', iommu: iommu.index, domain: id });
    d.domains.delete(id);
    iommu.domain = null;
  },

  paddrOf: (_d, { spa }) => spa,

  prot: Prot.READ | Prot.WRITE,

  // The format adds the C-bit to all that is not MMIO.
  leafOf: ({ config }, paddr, prot) => ({
    spa: paddr,
    prot,
    encrypted: config.cBit !== null && (prot & Prot.MMIO) === 0,
  }),

  mapRegion(d, iommu, region, { block }) {
    const { prot } = d.parts;
    const iova = d.parts.iovaOf(region);
    const paddr = d.parts.paddrOf(d, block);
    const value = d.faults.next('map', region)?.errno ?? 0;
    if (value === 0) iommu.domain!.map(iova, d.parts.leafOf(d, paddr, prot));
    d.note({ event: 'map', iommu: iommu.index, region, iova, paddr, bytes: SUBREGION_BYTES, prot, value });
    return value;
  },

  unmapRegion(d, iommu, region, slot) {
    const mapped = () => iommu.domain!.mappedIn(d.parts.iovaOf(region), SUBREGION_BYTES);
    for (let left = mapped(), again = d.parts.triesAgain(d); left !== null; left = mapped()) {
      const bytes = d.parts.unmapOnce(d, iommu, region, left.base, left.bytes);
      if (bytes > 0) {
        const base = slot.unflushed?.base ?? left.base;
        slot.unflushed = { base, bytes: left.base + bytes - base };
      }
      if (bytes === left.bytes) return 0;
      if (!again) return Errno.EIO;
      again = false;
    }
    return 0;
  },

  unmapOnce(d, iommu, region, iova, bytes) {
    const unmapped = Math.min(bytes, d.faults.next('unmap', region)?.bytes ?? bytes);
    iommu.domain!.unmap(iova, unmapped);
    d.note({ event: 'unmap', iommu: iommu.index, region, iova, bytes, unmapped });
    return unmapped;
  },

  triesAgain: ({ config }) => config.assumptions.VIOMMU_RETRY === 'at-once',
};
