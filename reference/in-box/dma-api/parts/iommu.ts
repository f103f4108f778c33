import type { DmaDirection } from '../../../../model/vocabulary/dma-api/attrs';
import type { InBoxDmaApi } from '../in-box';
import type { Device } from '../objects/device';
import type { Entry } from '../objects/mapping';
import type { MapRequest } from '../objects/request';

/** iommu-dma, the page table below it, and legacy ops that translate. dma-mmio.md 4.3, 4.5. Numbers are 0 or an errno. */
export interface IommuParts {
  readonly rightsOf: (direction: DmaDirection) => number;
  /** IOMMU prot of a mapping. */
  readonly protOf: (d: InBoxDmaApi, device: Device, direction: DmaDirection, attrs: number) => number;
  /** Unaligned memory of this device bounces. */
  readonly needsBounce: (d: InBoxDmaApi, device: Device, bytes: bigint, direction: DmaDirection) => boolean;
  /** This request does. */
  readonly bounces: (d: InBoxDmaApi, request: MapRequest) => boolean;
  readonly mapIommu: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  /** Gives back the slots of a map or link that failed; `phys`: of the first byte in them. */
  readonly dropBounce: (d: InBoxDmaApi, device: Device, phys: bigint) => void;
  readonly unmapIommu: (d: InBoxDmaApi, entry: Entry) => void;
  /** Reserves, maps, flushes; the DMA address. `phys`: of the memory or its slot. */
  readonly mapTranslated: (d: InBoxDmaApi, request: MapRequest, phys: bigint, prot: number) => bigint | null;
  readonly unmapTranslated: (d: InBoxDmaApi, device: Device, address: bigint, bytes: bigint) => void;
  readonly mapLegacy: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  readonly unmapLegacy: (d: InBoxDmaApi, entry: Entry) => void;
  /** No map op. */
  readonly mapWithoutOp: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  /** The op of a legacy device refused. */
  readonly refusedByOp: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  readonly legacyProtOf: (d: InBoxDmaApi, request: MapRequest) => number;

  /** Highest IOVA that a device may be given. */
  readonly iovaLimitOf: (d: InBoxDmaApi, device: Device) => bigint;
  /** IOVA space in whole granules; null: none. */
  readonly reserve: (d: InBoxDmaApi, device: Device, bytes: bigint) => bigint | null;
  readonly release: (d: InBoxDmaApi, device: Device, iova: bigint, bytes: bigint) => void;
  /** iommu_map without its flush: all or nothing. */
  readonly iommuMap: (
    d: InBoxDmaApi,
    device: Device,
    iova: bigint,
    paddr: bigint,
    bytes: bigint,
    prot: number,
  ) => number;
  /** Takes back the first `bytes` of an iommu_map that failed. */
  readonly undoMap: (d: InBoxDmaApi, device: Device, iova: bigint, bytes: bigint) => void;
  readonly iommuUnmap: (d: InBoxDmaApi, device: Device, iova: bigint, bytes: bigint) => void;
  readonly flush: (d: InBoxDmaApi, device: Device, iova: bigint, bytes: bigint, after: 'map' | 'unmap') => void;
  /** Where an IOVA leads; null: nowhere. */
  readonly iovaToPhys: (d: InBoxDmaApi, device: Device, iova: bigint) => bigint | null;
  readonly leafHasCBit: (d: InBoxDmaApi, prot: number) => boolean;
}
