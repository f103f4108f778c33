/** What most rules have in common: safety, as seed 003 and the obligations of dma-mmio.md 8.4 state it. */
export const STEP = { scope: 'step', level: 'required', confidence: 'S' } as const;
