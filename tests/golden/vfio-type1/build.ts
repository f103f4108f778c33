/** Rows of dma-mmio.md 5.8 and 10.6: what they begin with, and what is expected of each op. */
import type { Area, AreaKind, AreaRun, MemorySpan } from '../../../model/vocabulary/vfio-type1/area';
import { DEFAULT_TYPE1_ASSUMPTIONS, type Type1Assumptions } from '../../../model/vocabulary/vfio-type1/assumption';
import type { DomainConfig, Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { MapOp, Type1Fault, Type1Op, UnmapOp } from '../../../model/vocabulary/vfio-type1/op';

/** What is expected of one op, and of the state after it; what is left out may be anything. */
export interface GoldenStep {
  readonly op: Type1Op;
  /** 0 where left out. */
  readonly value?: number | null;
  readonly bytes?: bigint;
  /** Calls of iommu_map, in order: `domain: iova->paddr/bytes prot`, in hex, and what it returns unless that is 0. */
  readonly calls?: readonly string[];
  /** All that happened, in order. */
  readonly events?: readonly string[];
  /** Pages locked since the start. */
  readonly locked?: number;
  /** Pages pinned, each as often as it is. */
  readonly pins?: number;
  /** C-bits of the IOPTEs of domain 0, one for each span. */
  readonly cBits?: readonly (boolean | null)[];
  readonly mappings?: number;
}

/** One row: ID in the document, where it differs from the configuration of 10.6, its layout and its ops. */
export interface GoldenType1Row {
  readonly id: string;
  readonly assume?: Partial<Type1Assumptions>;
  readonly config?: Partial<Type1Config>;
  readonly layout: readonly LayoutPiece[];
  readonly steps: readonly GoldenStep[];
}

/** Pages of a layout, or a hole. */
export type LayoutPiece = Omit<Area, 'start'> | { readonly hole: number };

const piece = (kind: AreaKind, run: AreaRun, fields: Partial<Area> = {}): LayoutPiece => ({
  kind,
  writable: true,
  enabled: true,
  populated: true,
  runs: [run],
  ...fields,
});

/** `RAM[frame..]` and `IO[frame..]` of 5.8: so many pages from this frame on. */
export const RAM = (frame: number, frames: number, fields: Partial<Area> = {}): LayoutPiece =>
  piece('memory', { frame, frames, leaf: 1 }, fields);
export const IO = (frame: number, frames: number, fields: Partial<Area> = {}, leaf = 1): LayoutPiece =>
  piece('ioPfnmap', { frame, frames, leaf }, fields);
/** VM_PFNMAP without VM_IO, VM_IO without VM_PFNMAP, fsdax. */
export const PFNMAP = (frame: number, frames: number, fields: Partial<Area> = {}): LayoutPiece =>
  piece('pfnmap', { frame, frames, leaf: 1 }, fields);
export const VM_IO = (frame: number, frames: number): LayoutPiece => piece('io', { frame, frames, leaf: 1 });
export const FSDAX = (frame: number, frames: number): LayoutPiece => piece('fsdax', { frame, frames, leaf: 1 });
export const HOLE: LayoutPiece = { hole: 1 };

/** Where the layout begins, and the IOVA of 5.8. */
export const VADDR = 0x7f00_0020_0000n;
export const IOVA = 0x10_0000n;
export const PAGE = 0x1000n;

const pagesOfPiece = (part: LayoutPiece): number =>
  'hole' in part ? part.hole : part.runs.reduce((pages, { frames }) => pages + frames, 0);

export const pagesOf = (layout: readonly LayoutPiece[]): number =>
  layout.reduce((pages, part) => pages + pagesOfPiece(part), 0);

/** Areas behind one another from VADDR on. */
export function areasOf(layout: readonly LayoutPiece[]): readonly Area[] {
  let start = VADDR;
  return layout.flatMap((part) => {
    const at = start;
    start += BigInt(pagesOfPiece(part)) * PAGE;
    return 'hole' in part ? [] : [{ ...part, start: at }];
  });
}

/** System RAM of the examples: below 1 GiB, and the frame before the BARs (L9). BARs are at 0xfd000 and above. */
export const MEMORY: readonly MemorySpan[] = [
  { frame: 0x100, frames: 0x3ff00, kind: 'ram' },
  { frame: 0x5_0000, frames: 0x100, kind: 'reserved' },
  { frame: 0xf_dfff, frames: 1, kind: 'ram' },
];

export const DOMAIN: DomainConfig = {
  pageSizes: 0x4020_1000n,
  aperture: { first: 0n, last: 2n ** 48n - 1n },
  reserved: [],
};

/** The configuration of 10.6: two domains to attach, and memory encryption off. */
export const configOf = ({ assume, config, layout }: Omit<GoldenType1Row, 'id' | 'steps'>): Type1Config => ({
  assumptions: { ...DEFAULT_TYPE1_ASSUMPTIONS, ...assume },
  cBit: null,
  domains: [DOMAIN, DOMAIN],
  mediated: false,
  entryLimit: 65535,
  hugePagesDisabled: false,
  lockLimit: 1 << 20,
  locked: 0,
  capIpcLock: false,
  memory: MEMORY,
  areas: areasOf(layout),
  ...config,
});

export const attach = (domain = 0, fail: Type1Fault | null = null): Type1Op => ({ op: 'attach', domain, fail });
export const detach = (domain = 0): Type1Op => ({ op: 'detach', domain, fail: null });

/** A map of so many pages from VADDR on, to read and write. */
export const map = (pages: number, fields: Partial<MapOp> = {}): MapOp => ({
  op: 'map',
  argument: 'ok',
  otherFlags: false,
  read: true,
  write: true,
  updateVaddr: false,
  iova: IOVA,
  vaddr: VADDR,
  size: BigInt(pages) * PAGE,
  fail: null,
  ...fields,
});

export const unmap = (pages: number, fields: Partial<UnmapOp> = {}): UnmapOp => ({
  op: 'unmap',
  argument: 'ok',
  otherFlags: false,
  all: false,
  invalidateVaddr: false,
  iova: IOVA,
  size: BigInt(pages) * PAGE,
  fail: null,
  ...fields,
});
