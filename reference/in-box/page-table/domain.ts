import type { IovaPage, Level, OaPage, PageCount, PageTableConfig } from '../../../model/vocabulary';
import { Status } from '../../../model/vocabulary/outcome';
import { itemLg } from '../../../model/vocabulary/units';
import { pagesOf } from './arithmetic';
import { Gather } from './gather';
import type { Memory } from './memory';
import type { BoundParts, FormatParts, Parts } from './parts';
import type { Recorder } from './recorder';
import { Request } from './request';
import { Trap } from './trap';

/** `root` of a domain without a table (identity, blocked). */
export const NO_TABLE: OaPage = 0;

/** Table visits and leaves that one op may take before it counts as hung. */
const WORK_LIMIT = 1 << 22;

/** One domain: its tables in simulated memory and everything that an op works on. Parts get it as first argument. */
export class Domain {
  readonly parts: Parts;
  config!: PageTableConfig;
  /** The parts of the configured format. */
  format!: FormatParts;
  isV1 = true;
  /** The one bit of the C-bit mask, as halves; both 0 without memory encryption. */
  sme = { lo: 0, hi: 0 };
  /** pageSizes of the configuration, as halves. */
  readonly mask = { lo: 0, hi: 0 };
  /** Pages of the output address space (a fraction below 4 KiB). */
  oaPages: PageCount = 0;
  private readonly reaches = new Float64Array(6);
  /** For b = 0 … 52: the largest lg in the domain's bitmap with lg ≤ 12 + b, or −1. */
  readonly sizeFloor = new Int8Array(53);
  /** For lg = 12 … 64: the next larger size of the bitmap, or 0. */
  readonly sizeAbove = new Int8Array(65);
  /** Smallest size of the bitmap in pages; 0 if the bitmap is empty. */
  minPages: PageCount = 0;
  /** Level and page of the top table. */
  top: Level = 0;
  root: OaPage = 0;

  readonly request = new Request();
  /** The range of the unmap or dirty walk in progress (a map may roll back while `request` still stands). */
  readonly walk = new Request();
  /** The caller's counter `mapped`, in pages. */
  mapped: PageCount = 0;
  /** Table of the last leaf that the map in progress placed: its level (−1: none), first page, and where it is. */
  pathLevel: Level = -1;
  pathStart: IovaPage = 0;
  pathTable: OaPage = 0;
  /** Pages removed by the unmap in progress. */
  removed: PageCount = 0;
  /** Result of the op: ret, and value as pages and bytes (a fraction of a page counts as bytes too). */
  ret = 0;
  value = 0;
  valueOffset = 0;
  /** What the encoders return: the raw value as halves. */
  rawLo = 0;
  rawHi = 0;
  /** What `classicSplit` returns besides the size: pages of the run. */
  runPages: PageCount = 0;
  /** io-pgtable: what a fetch found: the item met, the first one of its entry, and the size where the walk ended (0: none). */
  readonly fetched = { table: 0, item: 0, index: 0, lg: 0 };
  /** io-pgtable: the map in progress changed something that hardware may have cached. */
  updated = false;

  /** The trace's gather; the one of a map; the one of iommu_unmap. */
  readonly gather = new Gather();
  readonly mapGather = new Gather();
  readonly coreGather = new Gather();
  /** Tables unlinked by the op, not yet on a gather. */
  readonly pending: OaPage[] = [];

  liveTables = 0;
  allocations = 0;
  frees = 0;
  /** Allocations that still succeed. */
  budget = Infinity;
  warnings = 0;
  private work = WORK_LIMIT;

  constructor(
    readonly index: number,
    readonly bound: BoundParts,
    readonly memory: Memory,
    readonly recorder: Recorder,
  ) {
    this.parts = bound.parts;
  }

  /** A fresh domain: an empty top table, empty gathers, no budget. */
  reset(config: PageTableConfig): void {
    this.config = config;
    this.isV1 = config.format === 'amdv1';
    this.format = this.isV1 ? this.bound.v1 : this.bound.v2;
    const bit = config.smeBit;
    this.sme.lo = bit !== null && bit < 32 ? (1 << bit) >>> 0 : 0;
    this.sme.hi = bit !== null && bit >= 32 ? (1 << (bit - 32)) >>> 0 : 0;
    this.setReaches();
    this.setSizes();
    this.gather.clear();
    this.gather.queued = config.queued;
    this.mapGather.clear();
    this.coreGather.clear();
    this.pending.length = 0;
    this.liveTables = 0;
    this.budget = Infinity;
    this.beginOp();
    const hasTable = config.domainType === 'paging';
    this.top = hasTable ? config.topLevel : 0;
    this.root = hasTable ? this.parts.allocTable(this) : NO_TABLE;
  }

  /** Counters of one op start anew. */
  beginOp(): void {
    this.allocations = 0;
    this.frees = 0;
    this.warnings = 0;
    this.ret = 0;
    this.value = 0;
    this.valueOffset = 0;
    this.refill();
  }

  /** The work limit starts anew. */
  refill(): void {
    this.work = WORK_LIMIT;
  }

  /** Counts one table visit or leaf against the work limit. */
  tick(): void {
    if (--this.work < 0) throw new Trap(Status.hang, 'work limit of the op used up');
  }

  /** Pages that a top of `level` reaches (page-tables.md 1.9, 2.3). */
  reach(level: Level): PageCount {
    return this.reaches[level]!;
  }

  /** True if both ends are below what the current top reaches. */
  inRange(first: IovaPage, last: IovaPage): boolean {
    const reach = this.reaches[this.top]!;
    return first < reach && last < reach;
  }

  private setReaches(): void {
    const { contract, oasz } = this.config;
    // The old driver does not ask what the hardware has (page-tables.md 5.1: up to six levels).
    const vasz = this.isV1 && contract === 'io-pgtable' ? 64 : this.config.vasz;
    for (let level = 0; level <= 5; level++) {
      const bits = this.isV1 && level < 5 ? Math.min(vasz, itemLg(level) + 9) : vasz;
      this.reaches[level] = pagesOf(bits);
    }
    this.oaPages = 2 ** (oasz - 12);
  }

  private setSizes(): void {
    this.mask.lo = Number(this.config.pageSizes & 0xffff_ffffn);
    this.mask.hi = Number((this.config.pageSizes >> 32n) & 0xffff_ffffn);
    let floor = -1;
    this.minPages = 0;
    for (let lg = 12; lg <= 64; lg++) {
      if (lg < 64 && this.parts.hasSize(this, lg)) {
        if (floor < 0) this.minPages = pagesOf(lg);
        floor = lg;
      }
      this.sizeFloor[lg - 12] = floor;
    }
    let above = 0;
    for (let lg = 64; lg >= 12; lg--) {
      this.sizeAbove[lg] = above;
      if (this.sizeFloor[lg - 12] === lg) above = lg;
    }
  }
}
