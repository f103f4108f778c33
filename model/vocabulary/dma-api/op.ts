import type { DmaDirection } from './attrs';
import type { DeviceIndex } from './config';
import type { NodeIndex } from './topology';

/**
 * Names of mappings and IOVA states. The op that makes one gives it its name; a name is given once in a trace, whatever
 * it names and whether or not the op succeeds.
 */
export type Name = string;

/** A memory BAR of a device: what a provider stands for. */
export interface BarRef {
  readonly device: DeviceIndex;
  /** 0 … 5. */
  readonly bar: number;
}

/** A step of a mapping that fails. A fault at a step that the call does not come to changes nothing. */
export type MapFault =
  /** iommu-dma: the deferred attach of the device's domain fails. */
  | { readonly at: 'attach' }
  /** No IOVA space, whatever there is. */
  | { readonly at: 'iova' }
  /** The bounce pool is full, whatever there is: the `piece`-th bounce of the call, from 0. */
  | { readonly at: 'bounce'; readonly piece: number }
  /** The `piece`-th iommu_map of the call, from 0, fails; it leaves nothing of its own (DMA-056). Errno is negative. */
  | { readonly at: 'iommuMap'; readonly piece: number; readonly errno: number };

/** PCI and P2PDMA. dma-mmio.md 3. */
export type TopologyOp =
  /**
   * A write of the ACS control register: bits outside the capability stay clear. A node without the capability:
   * nothing. Value 0. No cached map type changes (DMA-043).
   */
  | { readonly op: 'setAcs'; readonly node: NodeIndex; readonly control: number }
  /**
   * The provider table of a device: 0, also where it is there already; EOPNOTSUPP for BARs that cannot be mapped;
   * ENOMEM where `fail` and it is not there. Asked in the order: there already, not mappable, fail. Of a device with a
   * node.
   */
  | { readonly op: 'makeProviders'; readonly device: DeviceIndex; readonly fail: boolean }
  /**
   * pci_p2pdma_distance_many: value is the distance, or -1. `provider` has a node. Computes anew and overwrites the
   * cache of a provider that has its table (3.3). Verbose: goes on behind a client that is not supported. Neither goes
   * on behind one without a PCI ancestor.
   */
  | {
      readonly op: 'distanceMany';
      readonly provider: DeviceIndex;
      readonly clients: readonly DeviceIndex[];
      readonly verbose: boolean;
    }
  /** pci_p2pdma_map_type of the provider of a memory BAR. Value 0, the answer in `mapType`. 3.2. */
  | { readonly op: 'mapType'; readonly provider: BarRef; readonly device: DeviceIndex };

/**
 * TDISP, beyond any release. dma-mmio.md 3.4. In this order: EOPNOTSUPP outside a guest or for a device that cannot;
 * EINVAL if it is so already; EBUSY while a mapping or IOVA state of the device is there, or a mapping or link into one
 * of its BARs: aliases and attributes were chosen for the other state, and must not survive it. Else 0.
 */
export type LockOp =
  { readonly op: 'lock'; readonly device: DeviceIndex } | { readonly op: 'unlock'; readonly device: DeviceIndex };

/**
 * `phys`: dma_map_phys. `page`: dma_map_page_attrs: with MMIO, ERROR. `resource`: dma_map_resource, which adds MMIO
 * (DMA-019). dma-mmio.md 4.1, 4.6.
 */
export type MapForm = 'phys' | 'page' | 'resource';

/**
 * Mappings. Direction NONE is fatal (`bug`), whatever else is wrong but names, and but `page` with MMIO, which is asked
 * first.
 *
 * Events of a map. Direct: bounce, cache (of the slot where it bounced). Translated: bounce, cache, reserve, iommuMap,
 * flush; a failure goes back: release, unbounce. A bounce whose slot the device cannot name: bounce, unbounce.
 *
 * Events of an unmap. Direct: cache, unbounce. iommu: lookup (of the DMA address), cache, iommuUnmap, flush, release,
 * unbounce; with MMIO or REQUIRE_COHERENT nothing on the direct path, and iommuUnmap, flush, release on the other.
 * Legacy: as iommu, without lookup; xenSwiotlb as direct. `cache` is of RAM of a non-coherent device, without
 * SKIP_CPU_SYNC, and names bytes as asked for.
 */
export type MapOp =
  /**
   * Value 0 and `address`; every ERROR is ENOMEM (DMA-020). `phys` lies below 2^52, `bytes` above 0. What the mapping
   * is of is said by the first byte: a memory BAR, RAM of the configuration, or neither. `attrs`: bits of DmaAttr.
   */
  | {
      readonly op: 'mapPhys';
      readonly mapping: Name;
      readonly form: MapForm;
      readonly device: DeviceIndex;
      readonly phys: bigint;
      readonly bytes: bigint;
      readonly direction: DmaDirection;
      readonly attrs: number;
      readonly fail: MapFault | null;
    }
  /**
   * Unmaps a mapping of mapPhys. `page` with MMIO: nothing at all, and the mapping stays (4.6). `resource` adds MMIO.
   * Else a direction, or attributes, that are not those of the map are the caller's error: reported (`attrsDiffer`),
   * and nothing is done.
   */
  | {
      readonly op: 'unmapPhys';
      readonly mapping: Name;
      readonly form: MapForm;
      readonly direction: DmaDirection;
      readonly attrs: number;
    }
  /**
   * What users of P2P memory without pages do (dma-buf, HMM): asks for the map type, and maps `bytes` at `offset` of
   * the BAR. NOT_SUPPORTED: EREMOTEIO. BUS_ADDR: the bus address, or EREMOTEIO where DMA_BUS_ADDR_CC refuses.
   * THRU_HOST_BRIDGE: as mapPhys, with MMIO and what DMA_P2P_ATTRS adds (outcome.attrs). The range lies within the BAR,
   * or the op is not made.
   */
  | {
      readonly op: 'mapP2p';
      readonly mapping: Name;
      readonly device: DeviceIndex;
      readonly provider: BarRef;
      readonly offset: bigint;
      readonly bytes: bigint;
      readonly direction: DmaDirection;
      readonly fail: MapFault | null;
    }
  /** As it was mapped; of a bus address: nothing to do. */
  | { readonly op: 'unmapP2p'; readonly mapping: Name }
  /**
   * dma_map_sgtable of pages, on the direct and iommu paths; not made of a device whose path is legacy, with MMIO or
   * MMIO_ENCRYPTED. A segment that begins in a memory BAR whose device has its provider table is P2P memory; others are
   * RAM. `entries` has one for each segment, in order, unmerged. P2P segments through the host bridge have the caller's
   * attributes but CC_SHARED, and what DMA_P2P_ATTRS adds (`mmio`), or the caller's as RAM has them (DMA_SG_P2P
   * `as-ram`); bus addresses are refused as in mapP2p.
   *
   * EOPNOTSUPP: REQUIRE_COHERENT of a non-coherent device. EIO: no dma_mask; CC_SHARED on the iommu path. Both before
   * any segment.
   *
   * Direct: segment by segment as mapPhys of it; a refusal is EIO, NOT_SUPPORTED or a refused bus address EREMOTEIO,
   * and the segments before are unmapped, last first, without cache maintenance.
   *
   * iommu, where the device is untrusted, or the kmalloc rule names a segment that is not P2P memory: as direct, each
   * segment on its own.
   *
   * iommu, else: all map types first (EREMOTEIO, also for a P2P segment that the iommu path refuses for its attributes
   * or BAR). Then cache maintenance of RAM, segment by segment. One reservation for all that are no bus addresses, each
   * in whole granules, without gaps between; none, and nothing below it, if there are only bus addresses. ENOMEM: no
   * space; a refused deferred attach comes before the map types: EINVAL. One iommu_map each; where one fails what was
   * mapped is unmapped in one call and flushed, the reservation released: ENOMEM if that was its errno, else EINVAL. At
   * the end one flush for all.
   */
  | {
      readonly op: 'mapSg';
      readonly mapping: Name;
      readonly device: DeviceIndex;
      /** At least one; `bytes` above 0. */
      readonly segments: readonly { readonly phys: bigint; readonly bytes: bigint }[];
      readonly direction: DmaDirection;
      readonly attrs: number;
      readonly fail: MapFault | null;
    }
  /**
   * As it was mapped: segment by segment in order, as unmapPhys of each; or (one reservation) cache maintenance of RAM,
   * segment by segment, then one iommu_unmap, flush and release. Bus addresses: nothing.
   */
  | { readonly op: 'unmapSg'; readonly mapping: Name }
  /**
   * dma_sync_*_for_cpu / for_device of a whole mapping, entry by entry: on the direct and legacy paths cache of a
   * non-coherent device; on the iommu path lookup and cache, but nothing where the device is coherent and neither
   * untrusted nor named by the kmalloc rule. Of a mapSg with one reservation: cache alone. The cache event names slot
   * or memory. With an entry that is MMIO or a bus address: the caller's error, reported (`syncOfMmio`), nothing is
   * done. 4.6.
   */
  | { readonly op: 'syncFor'; readonly mapping: Name; readonly target: 'cpu' | 'device' };

/** Directions of links: NONE is not checked there, and not asked here. */
export type LinkDirection = Exclude<DmaDirection, 'NONE'>;

/**
 * The IOVA API. dma-mmio.md 4.4. `offset` and `bytes` (above 0) count from the address of the state.
 *
 * Events of a link: for each piece bounce, cache, iommuMap; unbounce where the iommu_map failed. Of an unlink, of links
 * that bounced or of a non-coherent device without SKIP_CPU_SYNC and MMIO: granule by granule lookup, cache, unbounce;
 * of all: iommuUnmap, flush; of a destroy: release. A link that bounced makes all later unlinks of its state go granule
 * by granule.
 */
export type IovaOp =
  /**
   * dma_iova_try_alloc: value 1 and `address`, or 0 and no state; the name is given either way. In this order: not
   * iommu-dma; `fail` attach; size 0; bit 63 of the size; no space for phys mod granule + bytes, in whole granules. A
   * device without dma_mask counts as one of 32 bits.
   */
  | {
      readonly op: 'tryAlloc';
      readonly state: Name;
      readonly device: DeviceIndex;
      readonly phys: bigint;
      readonly bytes: bigint;
      readonly fail: MapFault | null;
    }
  /**
   * dma_iova_link. Not made if its bytes, from the start of the granule of `phys` on, would leave the granules of the
   * reservation, or touch one that is linked. iommu_map of an IOVA that is no multiple of the granule: EINVAL, nothing
   * is mapped. A link that bounces is mapped in up to three pieces: the granule that the head bounces to, the whole
   * granules in the middle, the granule of the tail; the pieces before one that fails are unlinked, with their
   * attributes, and flushed. No pool, or a full one: ENOMEM. Success does not flush.
   */
  | {
      readonly op: 'link';
      readonly state: Name;
      readonly phys: bigint;
      readonly offset: bigint;
      readonly bytes: bigint;
      readonly direction: LinkDirection;
      readonly attrs: number;
      readonly fail: MapFault | null;
    }
  /**
   * dma_iova_sync of a range whose granules are all linked, else not made; value 0, or `fail`, and then nothing is
   * flushed.
   */
  | {
      readonly op: 'sync';
      readonly state: Name;
      readonly offset: bigint;
      readonly bytes: bigint;
      /** Negative errno, or 0. */
      readonly fail: number;
    }
  /**
   * dma_iova_unlink of a range that is exactly one or several links in a row, all of this direction and these
   * attributes, else not made.
   */
  | {
      readonly op: 'unlink';
      readonly state: Name;
      readonly offset: bigint;
      readonly bytes: bigint;
      readonly direction: LinkDirection;
      readonly attrs: number;
    }
  /**
   * dma_iova_destroy: unlinks `mappedBytes` from offset 0 if there are any, frees the whole reservation. Not made
   * unless those are exactly the links of the state, all of this direction and these attributes.
   */
  | {
      readonly op: 'destroy';
      readonly state: Name;
      readonly mappedBytes: bigint;
      readonly direction: LinkDirection;
      readonly attrs: number;
    }
  /** dma_iova_free of a state without links, else not made. */
  | { readonly op: 'free'; readonly state: Name };

/**
 * One op. An op that names what is not there or gives a name twice, and one that its row says is not made, ends with
 * `absent` and changes nothing (a name that it would give stays free).
 */
export type DmaApiOp = TopologyOp | LockOp | MapOp | IovaOp;
