import type { ViommuParts } from '../../in-box/viommu';
import { standardViommuParts } from '../../in-box/viommu';
import { init, uninit } from './private-space';

const { leafOf } = standardViommuParts;

/**
 * The patch "iommu/amd: Introduce and map vIOMMU private IPA region", v3 (seed 003), written down from dma-mmio.md 8.2 and
 * 8.3: what it does in place of the in-box driver, on the same memory, IOMMUs and page tables.
 */
export const viommuV3Parts: Partial<ViommuParts> = {
  init,
  uninit,

  // amd_viommu_init() returns as soon as something fails, and leaves what came before (V-10).
  driverInit: (d, iommu) => d.parts.setUpDriver(d, iommu) || d.parts.init(d, iommu),

  // The driver's uninit does not know of the private region yet (V-10).
  driverUninit(d, iommu) {
    d.parts.undoDriver(d, iommu);
    return 0;
  },

  // iommu_virt_to_phys() has put the C-bit there already (V-14) …
  paddrOf: ({ config }, { spa }) => (config.cBit === null ? spa : spa + 2 ** config.cBit),

  // … and the format, which puts it there too, takes it off when it reads.
  leafOf(d, paddr, prot) {
    const { cBit } = d.config;
    return leafOf(d, cBit === null ? paddr : paddr - 2 ** cBit, prot);
  },

  // The result of the completion wait is ignored (V-5).
  flush(d, iommu, region, iova, bytes) {
    const queued = d.parts.queueCommand(d, iommu, region, d.parts.commandFor(iommu, iova, bytes));
    if (queued === 0) d.parts.awaitCompletion(d, iommu, region);
    return queued;
  },
};
