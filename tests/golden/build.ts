/** Shapes and builders of golden op sequences. Byte addresses are bigint here; ops hold pages. */
import {
  DEFAULT_ASSUMPTIONS,
  fromU64,
  makeOp,
  MAPPED_SEED,
  OpFlag,
  OpKind,
  PAGE_SIZES,
  Prot,
  toU64,
  UNLIMITED_BUDGET,
  type Level,
  type Op,
  type PageTableConfig,
  type Trace,
} from '../../model/vocabulary';

/** A byte interval [start, end], inclusive, and the tables that go with it. */
export interface GoldenSpan {
  readonly start: bigint;
  readonly end: bigint;
  readonly tables: number;
}

/** One op, and what the document says of it. A field that is absent is not stated there. */
export interface GoldenStep {
  readonly op: Op;
  readonly ret?: number;
  /** The record's 64-bit value: for maps the counter afterwards, seed included (docs/protocol.md). */
  readonly value?: bigint;
  /** The trace gather after the op; null: empty. */
  readonly gather?: GoldenSpan | null;
  /** The calls of the driver's iotlb_sync in this op, in order. */
  readonly syncs?: readonly GoldenSpan[];
  /** io-pgtable: the flushes of `amd_iommu_domain_flush_pages` in this op. */
  readonly flushes?: readonly (readonly [start: bigint, end: bigint])[];
  /** The dirty intervals reported, [start, end] inclusive. */
  readonly dirty?: readonly (readonly [start: bigint, end: bigint])[];
  readonly topLevel?: Level;
  readonly liveTables?: number;
}

/** One entry of the tables at the end: `items` equal items from iova on, in a table of `level`. */
export interface GoldenEntry {
  readonly kind: 'leaf' | 'pointer';
  readonly level: Level;
  readonly iova: bigint;
  /** Pointers: address bits removed. */
  readonly raw: bigint;
  readonly items: number;
}

/** A sequence on a fresh domain. */
export interface GoldenSequence {
  readonly id: string;
  readonly title: string;
  readonly config: PageTableConfig;
  readonly steps: readonly GoldenStep[];
  /** Entries at the end: every leaf there is, and some of the pointers. Absent: not stated. */
  readonly entries?: readonly GoldenEntry[];
}

export const RW = Prot.READ | Prot.WRITE;
export const RO = Prot.READ;

/** The AMD driver's v1 domain: three levels, 64 bits. */
export const V1: PageTableConfig = {
  format: 'amdv1',
  contract: 'generic-pt',
  topLevel: 2,
  vasz: 64,
  oasz: 52,
  pageSizes: PAGE_SIZES.v1,
  smeBit: null,
  flush: 'range',
  queued: false,
  domainType: 'paging',
  domains: 1,
  assumptions: DEFAULT_ASSUMPTIONS,
};

/** The AMD driver's v2 domain with four levels. */
export const V2: PageTableConfig = { ...V1, format: 'amdv2', topLevel: 3, vasz: 47, pageSizes: PAGE_SIZES.v2 };

type Expected = Omit<GoldenStep, 'op' | 'ret' | 'value'>;

const range = (iova: bigint, len: bigint): Partial<Op> => {
  const start = fromU64(iova);
  const size = fromU64(len);
  return { iova: start.page, iovaOffset: start.offset, len: size.page, lenOffset: size.offset };
};
const mapping = (iova: bigint, oa: bigint, len: bigint, prot: number): Partial<Op> => {
  const out = fromU64(oa);
  return { ...range(iova, len), oa: out.page, oaOffset: out.offset, prot };
};
const counter = (mapped: bigint): bigint => toU64(MAPPED_SEED) + mapped;

/** `map(iova, oa, len) = ret, mapped`. */
export const map = (
  iova: bigint,
  oa: bigint,
  len: bigint,
  ret: number,
  mapped: bigint,
  expected: Expected & { prot?: number } = {},
): GoldenStep => {
  const { prot = RW, ...rest } = expected;
  return { op: makeOp(OpKind.map, mapping(iova, oa, len, prot)), ret, value: counter(mapped), ...rest };
};

/** `map_pages(iova, oa, 2^pageLg, len / 2^pageLg) = ret, mapped`. */
export const mapPages = (
  iova: bigint,
  oa: bigint,
  pageLg: number,
  len: bigint,
  ret: number,
  mapped: bigint,
  expected: Expected & { prot?: number } = {},
): GoldenStep => {
  const { prot = RW, ...rest } = expected;
  const op = makeOp(OpKind.mapPages, { ...mapping(iova, oa, len, prot), pageLg });
  return { op, ret, value: counter(mapped), ...rest };
};

/** `iommu_map(iova, oa, len) = ret`. */
export const iommuMap = (
  iova: bigint,
  oa: bigint,
  len: bigint,
  ret: number,
  expected: Expected & { prot?: number } = {},
): GoldenStep => {
  const { prot = RW, ...rest } = expected;
  return { op: makeOp(OpKind.iommuMap, mapping(iova, oa, len, prot)), ret, value: 0n, ...rest };
};

/** `iommu_unmap(iova, len) = removed`. */
export const iommuUnmap = (iova: bigint, len: bigint, removed: bigint, expected: Expected = {}): GoldenStep => ({
  op: makeOp(OpKind.iommuUnmap, range(iova, len)),
  ret: 0,
  value: removed,
  ...expected,
});

/** `unmap(iova, len) = removed`, into the trace's gather. */
export const unmap = (iova: bigint, len: bigint, removed: bigint, expected: Expected = {}): GoldenStep => ({
  op: makeOp(OpKind.unmap, range(iova, len)),
  ret: 0,
  value: removed,
  ...expected,
});

/** `unmap_pages(iova, 2^pageLg, len / 2^pageLg) = removed`. */
export const unmapPages = (
  iova: bigint,
  pageLg: number,
  len: bigint,
  removed: bigint,
  expected: Expected = {},
): GoldenStep => ({ op: makeOp(OpKind.unmap, { ...range(iova, len), pageLg }), ret: 0, value: removed, ...expected });

/** `iova_to_phys(iova) = oa`. */
export const phys = (iova: bigint, oa: bigint, expected: Expected = {}): GoldenStep => ({
  op: makeOp(OpKind.iovaToPhys, range(iova, 0n)),
  ret: 0,
  value: oa,
  ...expected,
});

/** Syncs the trace's gather, so that the next unmap starts with a fresh one. */
export const sync = (expected: Expected = {}): GoldenStep => ({
  op: makeOp(OpKind.sync),
  ret: 0,
  value: 0n,
  ...expected,
});

/** `count` more table allocations; no argument: unlimited. */
export const budget = (count: number = UNLIMITED_BUDGET): GoldenStep => ({
  op: makeOp(OpKind.budget, { len: count }),
  ret: 0,
  value: 0n,
});

export const setDirty = (iova: bigint, ret: number): GoldenStep => ({
  op: makeOp(OpKind.setDirty, range(iova, 0n)),
  ret,
  value: 0n,
});

export const readDirty = (
  iova: bigint,
  len: bigint,
  clear: boolean,
  dirty: NonNullable<GoldenStep['dirty']>,
): GoldenStep => ({
  op: makeOp(OpKind.readAndClearDirty, { ...range(iova, len), flags: clear ? 0 : OpFlag.noClear }),
  ret: 0,
  value: 0n,
  dirty,
});

/** A leaf of the table listing. */
export const leaf = (level: Level, iova: bigint, raw: bigint, items = 1): GoldenEntry => ({
  kind: 'leaf',
  level,
  iova,
  raw,
  items,
});
/** A pointer of the table listing, its address removed. */
export const pointer = (level: Level, iova: bigint, raw: bigint): GoldenEntry => ({
  kind: 'pointer',
  level,
  iova,
  raw,
  items: 1,
});
export const span = (start: bigint, end: bigint, tables: number): GoldenSpan => ({ start, end, tables });

/** The sequence as a trace. */
export const goldenTrace = (sequence: GoldenSequence): Trace => ({
  machine: 'page-table',
  config: sequence.config,
  ops: sequence.steps.map((step) => step.op),
});
