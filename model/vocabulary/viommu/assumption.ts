/**
 * The open questions of dma-mmio.md that touch the viommu machine, with the positions one can take. The first position
 * of each is the default. Evidence and wording: model/assumptions.
 */
export const VIOMMU_ASSUMPTION_POSITIONS = {
  /**
   * A block whose teardown failed is leaked; is it tried again? `next-teardown`: by the next teardown, from the step that
   * failed. `at-once`: besides, an unmap that took less than was asked is tried once more in the same call. `never`: no
   * teardown touches it again. dma-mmio.md 8.4 O10, 8.6.
   */
  VIOMMU_RETRY: ['next-teardown', 'at-once', 'never'],
  /** An init of a region that is there, whole: EBUSY, or success with nothing done. dma-mmio.md 8.5 V-11, VIOMMU-025. */
  VIOMMU_INIT_TWICE: ['refused', 'no-op'],
  /**
   * Does an IOMMU keep non-present translations of this domain? If it does, init must invalidate after each map.
   * dma-mmio.md 8.5 V-12, 11 (11).
   */
  VIOMMU_NON_PRESENT: ['not-cached', 'cached'],
} as const;

export type ViommuAssumptionName = keyof typeof VIOMMU_ASSUMPTION_POSITIONS;
/** One position for each question. */
export type ViommuAssumptions = {
  readonly [N in ViommuAssumptionName]: (typeof VIOMMU_ASSUMPTION_POSITIONS)[N][number];
};

/** The first position of each question. */
export const DEFAULT_VIOMMU_ASSUMPTIONS: ViommuAssumptions = {
  VIOMMU_RETRY: 'next-teardown',
  VIOMMU_INIT_TWICE: 'refused',
  VIOMMU_NON_PRESENT: 'not-cached',
};
