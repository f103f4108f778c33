import type { Area, AreaRun } from '../../model/vocabulary/vfio-type1/area';
import type { DomainConfig, Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { MapOp, Type1Op } from '../../model/vocabulary/vfio-type1/op';

const PAGE = 4096n;
/** Above every 64-bit address. */
const TOP = 2n ** 64n;

/** Ops simpler than `op`, simplest first: nothing fails, all rights, fewer pages. */
export function* simplerOps(op: Type1Op): Iterable<Type1Op> {
  if ('fail' in op && op.fail !== null) {
    yield { ...op, fail: null };
    if ('nth' in op.fail && op.fail.nth > 0) yield { ...op, fail: { ...op.fail, nth: 0 } };
  }
  switch (op.op) {
    case 'map':
      if (op.updateVaddr === (op.read || op.write)) return;
      if (op.read !== op.write) yield { ...op, read: true, write: true };
      yield* fewerBytes(op);
      yield* fromLater(op);
      return;
    case 'unmap':
      if (!op.invalidateVaddr && !op.all && op.size > 0n) yield { ...op, all: true, iova: 0n, size: 0n };
      yield* fewerBytes(op);
      return;
    case 'mmap':
      for (const area of simplerAreas(op.area)) yield { ...op, area };
      return;
    case 'pinPage':
      if (op.write) yield { ...op, write: false };
      return;
    default:
      return;
  }
}

/** Whole pages: one, half as many, one less. */
function* fewerBytes<Op extends { readonly size: bigint }>(op: Op): Iterable<Op> {
  const pages = op.size / PAGE;
  if (op.size % PAGE !== 0n || pages < 2n) return;
  for (const fewer of new Set([1n, pages / 2n, pages - 1n])) yield { ...op, size: fewer * PAGE };
}

/** Without its first pages: half of them, one. */
function* fromLater(op: MapOp): Iterable<MapOp> {
  const pages = op.size / PAGE;
  const isBeyond = op.iova + op.size > TOP || op.vaddr + op.size > TOP;
  if (op.size % PAGE !== 0n || pages < 2n || isBeyond) return;
  for (const fewer of new Set([pages / 2n, 1n])) {
    const bytes = fewer * PAGE;
    yield { ...op, iova: op.iova + bytes, vaddr: op.vaddr + bytes, size: op.size - bytes };
  }
}

function* simplerAreas(area: Area): Iterable<Area> {
  if (area.runs.length > 1) yield { ...area, runs: area.runs.slice(0, -1) };
  if (!area.populated) yield { ...area, populated: true };
  if (!area.writable) yield { ...area, writable: true };
  for (const [i, run] of area.runs.entries())
    for (const simpler of simplerRuns(run)) yield { ...area, runs: area.runs.with(i, simpler) };
}

function* simplerRuns(run: AreaRun): Iterable<AreaRun> {
  if (run.leaf > 1) yield { ...run, leaf: 1 };
  else if (run.frames > 1) yield { ...run, frames: Math.floor(run.frames / 2) };
}

/**
 * Configurations simpler than `config`, simplest first: fewer areas, plain domains, plenty of everything. Memory stays:
 * what the trace maps later may lie in it.
 */
export function* simplerConfigs(config: Type1Config): Iterable<Type1Config> {
  const { areas, domains } = config;
  for (let i = areas.length - 1; i >= 0; i--) yield { ...config, areas: areas.toSpliced(i, 1) };
  if (domains.length > 1) yield { ...config, domains: domains.slice(0, -1) };
  if (config.mediated) yield { ...config, mediated: false };
  if (config.hugePagesDisabled) yield { ...config, hugePagesDisabled: false };
  if (config.locked > 0) yield { ...config, locked: 0 };
  for (const [i, domain] of domains.entries())
    for (const simpler of simplerDomains(domain)) yield { ...config, domains: domains.with(i, simpler) };
  for (const [i, area] of areas.entries())
    for (const simpler of simplerAreas(area)) yield { ...config, areas: areas.with(i, simpler) };
}

const WIDE = { first: 0n, last: 2n ** 48n - 1n };

function* simplerDomains(domain: DomainConfig): Iterable<DomainConfig> {
  if (domain.reserved.length > 0) yield { ...domain, reserved: [] };
  if (domain.aperture.first !== WIDE.first || domain.aperture.last !== WIDE.last) yield { ...domain, aperture: WIDE };
}
