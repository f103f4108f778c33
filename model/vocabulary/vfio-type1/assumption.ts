/**
 * The open questions of dma-mmio.md 5 that touch the vfio-type1 machine, with the positions one can take. The first
 * position of each is the default. Evidence and wording: model/assumptions.
 */
export const TYPE1_ASSUMPTION_POSITIONS = {
  /** Does a call that has MMIO carry CACHE too? dma-mmio.md 5.6, VFIO-009 against VFIO-010. */
  VFIO_MMIO_CACHE: ['dropped', 'kept'],
  /** Reserved pages of System RAM behind a VM_IO and VM_PFNMAP area: are they MMIO? dma-mmio.md 5.6 (c). */
  VFIO_RESERVED_RAM: ['mmio', 'memory'],
  /** With huge pages disabled, does the replay of a mapped entry make one call a page, or one a span? VFIO-031. */
  VFIO_REPLAY_SINGLE: ['pages', 'spans'],
} as const;

export type Type1AssumptionName = keyof typeof TYPE1_ASSUMPTION_POSITIONS;
/** One position for each question. */
export type Type1Assumptions = {
  readonly [N in Type1AssumptionName]: (typeof TYPE1_ASSUMPTION_POSITIONS)[N][number];
};

/** The first position of each question. */
export const DEFAULT_TYPE1_ASSUMPTIONS: Type1Assumptions = {
  VFIO_MMIO_CACHE: 'dropped',
  VFIO_RESERVED_RAM: 'mmio',
  VFIO_REPLAY_SINGLE: 'pages',
};
