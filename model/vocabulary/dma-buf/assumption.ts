/**
 * The open questions of dma-mmio.md that touch the dma-buf machine, with the positions one can take. The first position
 * of each is the default. Evidence and wording: model/assumptions.
 */
export const DMA_BUF_ASSUMPTION_POSITIONS = {
  /** A device in low power (LOW_POWER_ENTRY): is its memory off? dma-mmio.md 1.8 D1-1. */
  DMABUF_LOW_POWER: ['off', 'as-released'],
  /** Does the ioctl of an export bring a device that the user put in D3hot (or D1, D2) to D0? dma-mmio.md BG25, 11.10. */
  DMABUF_D3HOT_EXPORT: ['stays', 'wakes'],
} as const;

export type DmaBufAssumptionName = keyof typeof DMA_BUF_ASSUMPTION_POSITIONS;
/** One position for each question. */
export type DmaBufAssumptions = {
  readonly [N in DmaBufAssumptionName]: (typeof DMA_BUF_ASSUMPTION_POSITIONS)[N][number];
};

/** The first position of each question. */
export const DEFAULT_DMA_BUF_ASSUMPTIONS: DmaBufAssumptions = {
  DMABUF_LOW_POWER: 'off',
  DMABUF_D3HOT_EXPORT: 'stays',
};
