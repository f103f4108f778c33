import type { DmaApiAssumptions } from './assumption';
import type { Platform } from './platform';
import type { NodeIndex, Topology } from './topology';

/** Indices into DmaApiConfig. */
export type DeviceIndex = number;
export type PoolIndex = number;

/**
 * Bytes from `base` on. Addresses and lengths are unsigned 64-bit values, and no sum of a configuration exceeds 2^64.
 */
export interface Span {
  readonly base: bigint;
  readonly bytes: bigint;
}

/**
 * A standard BAR. Memory BARs of all devices do not overlap, nor do they with RAM and bounce pools. dma-mmio.md 3.1.
 */
export interface Bar extends Span {
  /** `absent`: no length, or the upper half of a 64-bit BAR. */
  readonly kind: 'memory' | 'io' | 'absent';
  /** Bus address of its first byte; `base` is the CPU's. */
  readonly bus: bigint;
  /**
   * Its MMIO is private while its device is locked; else it is shared, and so is that of a BAR without this flag at all
   * times. dma-mmio.md 3.4, 7.2.
   */
  readonly tee: boolean;
}

/** One row of a dma_range_map. dma-mmio.md 4.2. */
export interface RangeMapRow {
  readonly cpu: bigint;
  readonly dma: bigint;
  readonly bytes: bigint;
}

/**
 * Legacy dma_ops. dma-mmio.md 4.5. `absent`: no map op. `refusesMmio`: GART, alpha, … `xenSwiotlb`: the CPU address
 * where the device is capable of it, never bounced here. `arm32`: MMIO gets MMIO and no CACHE. `powerTce`: MMIO is
 * mapped as memory (DMA_POWER_TCE_MMIO). All but absent and xenSwiotlb translate RAM: they reserve IOVA space and make
 * IOPTEs as iommu-dma does, without bounce.
 */
export type LegacyOps = 'absent' | 'refusesMmio' | 'xenSwiotlb' | 'arm32' | 'powerTce';

/** Which path a device takes. dma-mmio.md 4.1 (goDirect). */
export type DmaPath =
  | { readonly path: 'direct' }
  | { readonly path: 'iommu' }
  | {
      readonly path: 'legacy';
      readonly ops: LegacyOps;
      /** The driver of the IOMMU allows bypass: direct where mask and bus limit reach `requiredMask`. */
      readonly bypass: boolean;
      readonly requiredMask: bigint;
      /** archDirectWindow: RAM that ends at or below this address goes direct, without CC_SHARED. 0: no window. */
      readonly directWindow: bigint;
    };

/** A device that maps memory, or whose BARs are mapped. */
export interface DmaDevice {
  /** Its PCI function; null: not a PCI device. No two devices share a node. */
  readonly node: NodeIndex | null;
  /** Of a device that is not PCI: its nearest PCI ancestor, which distance_many asks; null: none. */
  readonly ancestor: NodeIndex | null;
  readonly dma: DmaPath;
  readonly coherent: boolean;
  /** Highest DMA address it can name; null: no dma_mask was ever set. */
  readonly dmaMask: bigint | null;
  readonly coherentMask: bigint;
  /** Highest address the bus lets through; 0: no limit (DMA-013). */
  readonly busLimit: bigint;
  /** Null: identity. Asked on the direct path alone. */
  readonly rangeMap: readonly RangeMapRow[] | null;
  /** swiotlb=force, or a restricted DMA pool. */
  readonly forceBounce: boolean;
  /** Its bounce pool; null: swiotlb is not active for it. */
  readonly pool: PoolIndex | null;
  /** An external port: what is unaligned is bounced on the iommu path. PCI devices alone. */
  readonly untrusted: boolean;
  /**
   * kmalloc rule: of a non-coherent device, anything but TO_DEVICE whose length is no multiple of this bounces; 0:
   * kmalloc memory is always safe.
   */
  readonly kmallocAlign: bigint;
  /**
   * Free IOVA space: multiples of the granule, none of it at 0, in ascending order, not touching. Reservations take the
   * highest granules in a row, of one window, that end at or below min_not_zero(mask, bus limit); a PCI device whose
   * limit lies above 2^32 - 1 asks below 2^32 first, each time.
   */
  readonly windows: readonly Span[];
  /** BAR0 … BAR5; none of a device that is not PCI. */
  readonly bars: readonly Bar[];
  /** Its BARs cannot be mapped: no provider table is made (EOPNOTSUPP). */
  readonly nonMappableBars: boolean;
  /** The provider table was made before the trace. */
  readonly providers: boolean;
  /** It can be locked (TDISP). */
  readonly tdisp: boolean;
  /** Locked at the start: it issues T=1, and its `tee` BARs are private. Only with `tdisp`, in a guest. */
  readonly locked: boolean;
}

/**
 * A bounce pool: slots of SLOT_BYTES from `base`, which is a multiple of the granule. A bounce takes the lowest free
 * slots in a row that hold it. On the direct path the first byte lies at the start of the first slot. On the iommu path
 * the slots are whole granules that begin at one, and the byte keeps its place in the granule.
 */
export interface BouncePool {
  readonly base: bigint;
  readonly slots: number;
  /**
   * Its pages are shared with the hypervisor (in an SME host: not encrypted). Not looked at on platform none, nor by
   * DMA_RELEASE 7.2, to which every pool is shared.
   */
  readonly shared: boolean;
}
export const SLOT_BYTES = 2048n;

/** RAM that can be mapped, and whether its pages are shared: nothing but reports look at that (7.2 R4, R11). */
export interface Ram extends Span {
  readonly shared: boolean;
}

export interface DmaApiConfig {
  readonly assumptions: DmaApiAssumptions;
  /** log2 of PAGE_SIZE and of the IOMMU's granule: 12, 14 or 16. One granule of IOVA is one IOPTE. */
  readonly granuleLg: number;
  readonly platform: Platform;
  readonly topology: Topology;
  readonly devices: readonly DmaDevice[];
  readonly pools: readonly BouncePool[];
  readonly ram: readonly Ram[];
}
