/** DMA attributes, as bits of one number. dma-mmio.md 0.4. */
export const DmaAttr = {
  SKIP_CPU_SYNC: 1 << 5,
  PRIVILEGED: 1 << 9,
  MMIO: 1 << 10,
  REQUIRE_COHERENT: 1 << 12,
  CC_SHARED: 1 << 13,
  /**
   * Proposed in seed 002, in no release; the bit is this project's. Only under DMA_MMIO_ATTR `mmio-encrypted` does
   * anything look at it: there MMIO with it is private, MMIO without it is shared, and CC_SHARED says nothing of MMIO.
   */
  MMIO_ENCRYPTED: 1 << 15,
} as const;

export type DmaAttrName = keyof typeof DmaAttr;

/** `NONE` is never legal. dma-mmio.md 0.4. */
export type DmaDirection = 'BIDIRECTIONAL' | 'TO_DEVICE' | 'FROM_DEVICE' | 'NONE';

/** Bits of the ACS control register. dma-mmio.md 0.4. */
export const Acs = { SV: 0x1, TB: 0x2, RR: 0x4, CR: 0x8, UF: 0x10, EC: 0x20 } as const;
/** The bits that redirect peer-to-peer requests: RR, CR, EC. */
export const ACS_REDIR = 0x2c;
