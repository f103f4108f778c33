import type { ByteIova, IommuIndex, Spa } from './config';
import type { DomainId } from './outcome';

/** Where a translation leads. */
export interface ViommuIopte {
  readonly spa: Spa;
  /** IOMMU prot bits: READ 1, WRITE 2. */
  readonly prot: number;
  /** The C-bit. False where there is none. */
  readonly encrypted: boolean;
}

/** A line of an IOMMU's IOTLB: one page of 4 KiB. */
export interface CachedPage {
  readonly domain: DomainId;
  /** First byte of the page. */
  readonly iova: ByteIova;
  /** First byte of the page that it leads to; null: a non-present translation. */
  readonly spa: Spa | null;
}

/** A slot of `viommu_priv_region`. A block whose teardown failed stays in its slot, `leaked`. */
export interface SlotView {
  readonly block: Spa;
  readonly leaked: boolean;
}

export interface IommuView {
  /** The private domain on record (`viommu_pdom`); null: none. */
  readonly domain: DomainId | null;
  /** One for each sub-region. */
  readonly slots: readonly (SlotView | null)[];
  /** Domain that the IOMMU's own device-table entry refers to. */
  readonly dte: DomainId | null;
  readonly vfMapped: boolean;
  readonly vfControlMapped: boolean;
  readonly guestIds: boolean;
  /** Its IOTLB, by domain ID, then IOVA. */
  readonly cached: readonly CachedPage[];
}

/** A block of the configuration's memory. */
export interface BlockView {
  /** Handed out by the page allocator, and not given back. */
  readonly allocated: boolean;
  /** Pages that are uncached, and that hold data: 0 … 512 each. */
  readonly uncachedPages: number;
  readonly dataPages: number;
}

/** What can be seen between ops. Objects that are returned are snapshots: later ops do not change them. */
export interface ViommuView {
  /** How many the configuration has. */
  readonly iommus: number;
  iommu(iommu: IommuIndex): IommuView;
  /** Domains that are allocated, and not freed, by ID; on record or not. */
  readonly domains: readonly DomainId[];
  /** Where the tables of a domain lead an IOVA; null: nowhere, or no such domain. */
  iopte(domain: DomainId, iova: ByteIova): ViommuIopte | null;
  /** IOVA space of a domain that has IOPTEs, in address order; spans that touch are one. */
  mapped(domain: DomainId): readonly { readonly base: ByteIova; readonly bytes: number }[];
  /** Blocks of the configuration's memory, in its order. */
  readonly blocks: readonly Spa[];
  block(block: Spa): BlockView;
}
