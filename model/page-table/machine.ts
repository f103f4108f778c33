import type {
  IovaPage,
  LevelMask,
  Log2Size,
  ObservationWriter,
  Op,
  Outcome,
  PageTableConfig,
  StateView,
} from '../vocabulary';
import { LevelBit, RunFlag, Word } from '../vocabulary/observation';
import { OpKind } from '../vocabulary/op';
import { MAPPED_SEED } from '../vocabulary/outcome';
import { EventKind } from '../vocabulary/outcome';
import { Change } from './change';
import { checkConfig, lastAperturePage } from './config';
import { CLASSIC_CORE } from './core/classic';
import { iommuMap, iommuMapSg, iovaToPhys, type Core } from './core/core';
import { GENERIC_CORE } from './core/generic';
import { Domain } from './domain';
import { applicableErrors } from './errors';
import type { PageFormat } from './formats';
import type { Gather } from './gather';
import { readAndClearDirty, setDirty } from './generic-pt/dirty';
import { mapRange } from './generic-pt/map';
import { unmapRange } from './generic-pt/unmap';
import { mapPages, readDirty, unmapPages } from './io-pgtable/ops';
import { pageCount } from './io-pgtable/request';
import { writeOutcome, writeTrees, writeWindow } from './observe';
import { edgesOf, type Edges } from './range';
import { DomainView } from './view';

/** What teardown left behind: table pages freed, and still allocated. */
export interface Teardown {
  readonly freedByTeardown: number;
  readonly leaked: number;
}

/** The page-table machine: says of every op what it must do (page-tables.md). Deterministic; one per trace. */
export class PageTableMachine {
  readonly format: PageFormat;
  readonly sizes: readonly Log2Size[];
  readonly bitmap: bigint;
  readonly lastAperturePage: IovaPage;
  private readonly domains: readonly Domain[];
  private readonly views: readonly StateView[];
  private readonly core: Core;
  private readonly classic: boolean;
  private readonly edges: { -readonly [K in keyof Edges]: Edges[K] } = {
    first: 0,
    firstOffset: 0,
    last: 0,
    lastOffset: 0,
  };
  private op: Op | null = null;
  private outcome = new Change();
  private allowed: readonly number[] = [];

  /** Throws ConfigError if no domain can have `config`. */
  constructor(readonly config: PageTableConfig) {
    checkConfig(config);
    this.domains = Array.from({ length: config.domains }, () => new Domain(config));
    this.views = this.domains.map((domain) => new DomainView(domain));
    const { format, sizes } = this.domains[0]!;
    this.format = format;
    this.sizes = sizes.all;
    this.bitmap = sizes.bitmap;
    this.lastAperturePage = lastAperturePage(config);
    this.classic = config.contract === 'io-pgtable';
    this.core = this.classic ? CLASSIC_CORE : GENERIC_CORE;
  }

  /** Applies `op`; what is returned is fresh and may be kept. Throws RangeError for an op that the contract lacks. */
  step(op: Op): Outcome {
    const domain = this.domains[op.domain];
    if (domain === undefined) throw new RangeError(`no domain ${op.domain}`);
    this.op = op;
    if (this.config.assumptions['AMB-ERR-PRIORITY'] === 'any') this.allowed = applicableErrors(domain, op);
    const change = new Change();
    this.outcome = domain.change = change;
    this.apply(domain, op, change);
    change.settle();
    this.look(domain, op, change);
    return change;
  }

  /** Under AMB-ERR-PRIORITY=any: every errno that will do for the last op; otherwise its own. */
  allowedErrors(): readonly number[] {
    if (this.config.assumptions['AMB-ERR-PRIORITY'] !== 'any') return [this.outcome.ret];
    return this.allowed.includes(this.outcome.ret) ? this.allowed : [...this.allowed, this.outcome.ret];
  }

  /** The state of a domain: live, always the same object. */
  view(domain: number): StateView {
    return this.views[domain]!;
  }

  /** The trace gather of a domain: live. */
  gather(domain: number): Gather {
    return this.domains[domain]!.gather;
  }

  /** Table allocations that still succeed; Infinity: no limit. */
  budget(domain: number): number {
    return this.domains[domain]!.budget;
  }

  /** Appends the expected record of the last step. */
  observe(writer: ObservationWriter, flags: number, levels: LevelMask): void {
    const op = this.op!;
    writeOutcome(writer, this.outcome, op, flags, levels);
    if ((levels & LevelBit.entries) !== 0) {
      if ((flags & RunFlag.treeEach) !== 0) writeTrees(writer, this.domains, levels);
      else if ((flags & RunFlag.windows) !== 0 && op.kind !== OpKind.sync && op.kind !== OpKind.budget) {
        writeWindow(writer, this.domains[op.domain]!, this.edges);
      }
    }
    writer.end();
  }

  /** Tears everything down (3.14) and appends the end record. The states stay as they were just before. */
  finish(writer: ObservationWriter, flags: number, levels: LevelMask): Teardown {
    let freedByTeardown = 0;
    for (const domain of this.domains) freedByTeardown += domain.live;
    writer.begin();
    if ((levels & LevelBit.effects) !== 0) writer.set(Word.valueLo, freedByTeardown);
    if ((levels & LevelBit.entries) !== 0) {
      writer.set(Word.topLevel, this.domains[0]!.top.level);
      if ((flags & RunFlag.treeEnd) !== 0) writeTrees(writer, this.domains, levels);
    }
    writer.end();
    return { freedByTeardown, leaked: 0 };
  }

  /** After `finish`: lends the memory of the tables to later machines. The views show nothing any more. */
  release(): void {
    for (const domain of this.domains) domain.release();
  }

  private apply(domain: Domain, op: Op, change: Change): void {
    switch (op.kind) {
      case OpKind.map:
        if (this.classic) throw new RangeError('map is no op of the contract io-pgtable');
        domain.mapped = MAPPED_SEED;
        change.ret = mapRange(domain, op);
        change.value = domain.mapped;
        return;
      case OpKind.mapPages:
        domain.mapped = MAPPED_SEED;
        change.ret = this.classic ? mapPages(domain, pagesRequest(op)) : mapRange(domain, op);
        change.value = domain.mapped;
        return;
      case OpKind.unmap:
        change.value = this.classic
          ? unmapPages(domain, pagesRequest(op), domain.gather)
          : unmapRange(domain, op, domain.gather);
        this.showGather(domain);
        return;
      case OpKind.iovaToPhys:
        this.lookUp(domain, op, change);
        return;
      case OpKind.setDirty:
        change.ret = setDirty(domain, op.iova);
        return;
      case OpKind.readAndClearDirty:
        change.ret = this.classic ? readDirty(domain, op) : readAndClearDirty(domain, op);
        this.showGather(domain);
        return;
      case OpKind.iommuMap:
        change.ret = iommuMap(this.core, domain, op);
        return;
      case OpKind.iommuUnmap:
        change.value = this.core.unmap(domain, op);
        return;
      case OpKind.iommuMapSg:
        change.ret = iommuMapSg(this.core, domain, op);
        return;
      case OpKind.sync:
        if (this.config.queued) domain.flushQueue(domain.gather);
        else domain.sync(domain.gather);
        return;
      case OpKind.budget:
        domain.limit(op.len);
        return;
    }
  }

  private lookUp(domain: Domain, op: Op, change: Change): void {
    const page = iovaToPhys(domain, op.iova);
    if (page < 0) return;
    change.value = page;
    change.valueOffset = op.iovaOffset;
  }

  /** The trace gather after the op is the last event of the ops that add to it. */
  private showGather(domain: Domain): void {
    const { start, startOffset, end, endOffset, tables } = domain.gather;
    domain.change.interval(EventKind.gather, tables, start, startOffset, end, endOffset);
  }

  /** What is read after the op: levels, counts, and the translation of the edges. */
  private look(domain: Domain, op: Op, change: Change): void {
    change.topLevel = domain.top.level;
    change.liveTables = domain.live;
    if (op.kind === OpKind.sync || op.kind === OpKind.budget) return;
    const edges = this.edges;
    edgesOf(op, edges);
    const first = iovaToPhys(domain, edges.first);
    if (first >= 0) {
      change.firstPhys = first;
      change.firstPhysOffset = edges.firstOffset;
    }
    const last = edges.last === edges.first ? first : iovaToPhys(domain, edges.last);
    if (last >= 0) {
      change.lastPhys = last;
      change.lastPhysOffset = edges.lastOffset;
    }
  }
}

/** The op as a call of `map_pages` or `unmap_pages`. */
function pagesRequest(op: Op): Op & { readonly lg: Log2Size; readonly count: number } {
  if (op.pageLg === 0) throw new RangeError('an op of the contract io-pgtable names its page size');
  return { ...op, lg: op.pageLg, count: pageCount(op.len, op.pageLg) };
}
