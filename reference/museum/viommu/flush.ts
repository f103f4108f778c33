/** Exhibits on what the IOTLB is told, and whether it has heard (dma-mmio.md 8.3, 8.4 O4). */
import { standardViommuParts } from '../../in-box/viommu';
import type { ViommuExhibit } from './exhibit';

const { awaitCompletion, commandFor, flushUnmapped } = standardViommuParts;
const PAGE_BYTES = 0x1000;

export const waitIgnored: ViommuExhibit = {
  name: 'viommu-v3-wait-ignored',
  title: 'what the completion wait says is ignored (V-5)',
  source: 'seed 003; dma-mmio.md 8.5 V-5',
  rule: 'VIOMMU-013',
  parts: {
    awaitCompletion(d, iommu, region) {
      awaitCompletion(d, iommu, region);
      return 0;
    },
  },
};

export const failedFlushFrees: ViommuExhibit = {
  name: 'viommu-v3-failed-flush-frees',
  title: 'a flush that failed is reported, and the block is freed (V-4)',
  source: 'seed 003; dma-mmio.md 8.5 V-4',
  rule: 'VIOMMU-013',
  parts: {
    flushUnmapped(d, iommu, region, slot) {
      flushUnmapped(d, iommu, region, slot);
      return 0;
    },
  },
};

export const queuedOnly: ViommuExhibit = {
  name: 'viommu-queued-only',
  title: 'the invalidation is queued, and nobody waits for it',
  source: 'dma-mmio.md VIOMMU-013',
  rule: 'VIOMMU-013',
  parts: { awaitCompletion: () => 0 },
};

export const sizeAsLast: ViommuExhibit = {
  name: 'viommu-v3-size-as-last',
  title: 'the size is given where newer code takes the last address: sub-region 1 is flushed as one page (V-15)',
  source: 'seed 003; dma-mmio.md 8.5 V-15, BG110',
  rule: 'VIOMMU-014',
  parts: {
    commandFor: (iommu, iova, bytes) => ({ ...commandFor(iommu, iova, bytes), bytes: spanTo(iova, bytes) }),
  },
};

/** Bytes from the page of `iova` to that of `last`: at least one page. */
const spanTo = (iova: number, last: number): number =>
  last < iova ? PAGE_BYTES : last - (last % PAGE_BYTES) + PAGE_BYTES - iova;

export const otherDomain: ViommuExhibit = {
  name: 'viommu-other-domain',
  title: 'the command names the default domain',
  source: 'dma-mmio.md VIOMMU-015',
  rule: 'VIOMMU-015',
  parts: { commandFor: (iommu, iova, bytes) => ({ ...commandFor(iommu, iova, bytes), domain: 0 }) },
};
