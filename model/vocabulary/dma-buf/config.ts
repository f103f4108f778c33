import type { DmaBufAssumptions } from './assumption';

/** Bytes from `base` on. Addresses and lengths are unsigned 64-bit values. */
export interface Span {
  readonly base: bigint;
  readonly bytes: bigint;
}

/** A standard BAR as the exporter finds it. `absent`: no length, or the upper half of a 64-bit BAR. dma-mmio.md 1.2. */
export interface Bar extends Span {
  readonly kind: 'memory' | 'io' | 'absent';
  /** Claimed and io-mapped by the driver. */
  readonly claimed: boolean;
}

/** How DMA of an importer reaches an exporter: the answer of dma-mmio.md 3.2. */
export type MapType = 'BUS_ADDR' | 'THRU_HOST_BRIDGE' | 'NOT_SUPPORTED';

/** A device whose BARs are exported. All devices of a configuration are one hot-reset set, in their order. */
export interface ExporterConfig {
  /** BAR0 … BAR5. */
  readonly bars: readonly Bar[];
  /** Bus address minus CPU address of its BARs, modulo 2^64. dma-mmio.md 3.1. */
  readonly busOffset: bigint;
  /**
   * `vfio-pci`: plain. `noRanges`: a variant driver that gives no physical ranges (B1). `noFeature`: a driver without a
   * feature call (A6).
   */
  readonly driver: 'vfio-pci' | 'noRanges' | 'noFeature';
  /** The table of P2P providers was made (B13). */
  readonly providers: boolean;
  /** A virtual function, or a device without a memory bit: its memory bit decides nothing. dma-mmio.md 1.4. */
  readonly virtualFunction: boolean;
  /** The memory bit of the virtual COMMAND register when the device is opened. Opening leaves it in D0. */
  readonly memoryBit: boolean;
  /** VFIO_DEVICE_RESET is known to work. */
  readonly resets: boolean;
  /** FLR is advertised by its PCIe and AF capabilities. */
  readonly flr: boolean;
}

/** DMA of an importer: dma-mmio.md 4.2, 4.3, 4.4. Reads and writes of MMIO are never bounced. */
export type ImporterDma =
  | {
      readonly path: 'direct';
      /** Highest address that the device can name. */
      readonly mask: bigint;
      /** swiotlb=force, or a restricted DMA pool: MMIO is refused. */
      readonly forceBounce: boolean;
    }
  | {
      readonly path: 'iommu';
      /**
       * Free IOVA space, page aligned. A reservation takes the lowest free bytes in a row of the first window that has
       * enough of them. One page of IOVA space is one IOPTE.
       */
      readonly windows: readonly Span[];
    };

/** A device driver that imports. */
export interface ImporterConfig {
  /** `static`: no importer ops, so no peer-to-peer. `pinned`: peer-to-peer, no invalidate callback. `revocable`: both. */
  readonly kind: 'static' | 'pinned' | 'revocable';
  /** Its callback unmaps all live mappings of the attachment, oldest first; else unmaps come as ops of their own. */
  readonly unmapsInCallback: boolean;
  /** By exporter. */
  readonly reach: readonly MapType[];
  readonly dma: ImporterDma;
}

/** The IOAS of iommufd. dma-mmio.md 6. Its alignment is one page; all IOVAs are chosen by the caller. */
export interface IoasConfig {
  /** How many domains there are to attach; none is attached at the start. */
  readonly domains: number;
  /** IOVAs that must not be mapped. */
  readonly reserved: readonly Span[];
}

export interface DmaBufConfig {
  readonly assumptions: DmaBufAssumptions;
  /** log2 of PAGE_SIZE: 12, 14 or 16. */
  readonly pageLg: number;
  /** False: the kernel has not both dma-buf and P2PDMA (B0). */
  readonly hasDmaBuf: boolean;
  readonly exporters: readonly ExporterConfig[];
  readonly importers: readonly ImporterConfig[];
  readonly ioas: IoasConfig;
}
