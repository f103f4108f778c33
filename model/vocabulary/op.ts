import type { ByteOffset, IovaPage, Log2Size, OaPage, PageCount } from './units';

/** Kinds of op of the page-table machine. Numbers are part of the wire format. */
export const OpKind = {
  /** `map_range` of newer kernels: iova, oa, len, prot. page-tables.md 3.3. */
  map: 0,
  /** The `map_pages` op: `len` is pgsize·pgcount, `pageLg` says which pgsize. page-tables.md 3.3, 5. */
  mapPages: 1,
  /** `unmap_range`, or `unmap_pages` where `pageLg` is not 0. Adds to the trace's gather, does not sync. 3.8. */
  unmap: 2,
  /** 3.9. */
  iovaToPhys: 3,
  /** Hardware sets the dirty bit of the one item at iova. 3.10. */
  setDirty: 4,
  /** 3.10. `flags` may hold OpFlag.noClear. Adds to the trace's gather, does not sync. */
  readAndClearDirty: 5,
  /** `iommu_map`. 3.11. */
  iommuMap: 6,
  /** `iommu_unmap`: has its own gather and syncs it. 3.11. */
  iommuUnmap: 7,
  /** `iommu_map_sg`: `segments` instead of oa and len. 3.11. */
  iommuMapSg: 8,
  /** `iommu_iotlb_sync` of the trace's gather; frees the tables on it. 3.11, 6.2. */
  sync: 9,
  /** From now on `len` more table allocations of this domain succeed; UNLIMITED_BUDGET for no limit. 0.4. */
  budget: 10,
} as const;
export type OpKind = (typeof OpKind)[keyof typeof OpKind];
export type OpName = keyof typeof OpKind;
export const OP_NAMES = Object.keys(OpKind) as readonly OpName[];

export const OpFlag = {
  /** readAndClearDirty: IOMMU_DIRTY_NO_CLEAR. */
  noClear: 1,
  /** iommuMap, iommuMapSg: the driver's `iotlb_sync_map` fails with −ENOMEM (PT-162). */
  syncMapFails: 2,
  /** iommuMap, iommuMapSg: gfp holds a flag that the wrapper refuses (PT-165). */
  badGfp: 4,
} as const;

/** `len` of a budget op that lifts the limit. */
export const UNLIMITED_BUDGET: PageCount = 0xffff_ffff;

/** One scatter-gather element: physical address and length. */
export interface Segment {
  readonly oa: OaPage;
  readonly oaOffset: ByteOffset;
  readonly len: PageCount;
  readonly lenOffset: ByteOffset;
}

/**
 * One operation. All kinds share this one flat shape (fields that a kind does not use are 0), so that the search loop
 * stays monomorphic; `describeOp` gives words, the trace file names only the fields in use.
 */
export interface Op {
  readonly kind: OpKind;
  /** 0, or 1 where the configuration has two domains. */
  readonly domain: number;
  readonly iova: IovaPage;
  readonly iovaOffset: ByteOffset;
  readonly oa: OaPage;
  readonly oaOffset: ByteOffset;
  /** Length in whole pages, plus `lenOffset` bytes. */
  readonly len: PageCount;
  readonly lenOffset: ByteOffset;
  readonly prot: number;
  readonly flags: number;
  /** log2 of pgsize of `map_pages`/`unmap_pages`; 0 for the range ops. */
  readonly pageLg: Log2Size;
  readonly segments: readonly Segment[] | null;
}

/** An op of `kind` with the given fields, all others 0. */
export const makeOp = (kind: OpKind, fields: Partial<Omit<Op, 'kind'>> = {}): Op => ({
  kind,
  domain: fields.domain ?? 0,
  iova: fields.iova ?? 0,
  iovaOffset: fields.iovaOffset ?? 0,
  oa: fields.oa ?? 0,
  oaOffset: fields.oaOffset ?? 0,
  len: fields.len ?? 0,
  lenOffset: fields.lenOffset ?? 0,
  prot: fields.prot ?? 0,
  flags: fields.flags ?? 0,
  pageLg: fields.pageLg ?? 0,
  segments: fields.segments ?? null,
});

/** True for the kinds that may create leaves. */
export const isMap = (kind: OpKind): boolean =>
  kind === OpKind.map || kind === OpKind.mapPages || kind === OpKind.iommuMap || kind === OpKind.iommuMapSg;
/** True for the kinds that may remove leaves on request. */
export const isUnmap = (kind: OpKind): boolean => kind === OpKind.unmap || kind === OpKind.iommuUnmap;
