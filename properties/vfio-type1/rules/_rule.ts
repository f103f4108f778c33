import type { RuleInfo } from '../../../model/vocabulary/rule';

/** What most rules have in common: safety, read in upstream source. */
export const STEP = { scope: 'step', level: 'required', confidence: 'U' } as const;

/** Where most of them are from. */
export const SOURCE = {
  run: 'dma-mmio.md 5.3; Linux vfio_iommu_type1.c',
  map: 'dma-mmio.md 5.4; Linux vfio_iommu_type1.c',
  unmap: 'dma-mmio.md 5.5; Linux vfio_iommu_type1.c',
  request: 'dma-mmio.md 5.1; Linux vfio_iommu_type1.c',
  fetch: 'dma-mmio.md 5.2; Linux vfio_iommu_type1.c',
  seed: 'dma-mmio.md 5.6; seed 000 (Wei Wang)',
} as const;

/** What is said of a rule, but for what has defaults. */
export type Said = Pick<RuleInfo, 'id' | 'title' | 'statement' | 'source' | 'why' | 'example'>;
