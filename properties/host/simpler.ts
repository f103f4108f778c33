import type { HostConfig, HostGuest, RegionStart } from '../../model/vocabulary/host/config';
import { regionsTaken } from '../../model/vocabulary/host/config';
import type { HostImporter } from '../../model/vocabulary/host/importer';
import type { HostCall, HostOp } from '../../model/vocabulary/host/op';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';

/** A page closer to the beginning: of memory, of its region. */
function* simplerPages(page: number): Iterable<number> {
  if (page >= REGION_PAGES) yield page % REGION_PAGES;
  for (const smaller of [0, 1, 4, 5]) if (smaller < page) yield smaller;
}

const below = (value: number, simpler: readonly number[]): readonly number[] =>
  simpler.filter((less) => less >= 0 && less < value);

function* simplerCalls(call: HostCall): Iterable<HostCall> {
  if ('n' in call && call.n > 1) yield { ...call, n: 1 };
  if ('gfn' in call) for (const gfn of simplerPages(call.gfn)) yield { ...call, gfn };
  if ('pfn' in call) for (const pfn of simplerPages(call.pfn)) yield { ...call, pfn };
  if ('device' in call && call.device > 0) yield { ...call, device: 0 };
  if ('guest' in call && call.guest > 0) yield { ...call, guest: 0 };
  if ('fails' in call && call.fails > 0) yield { ...call, fails: call.fails - 1 };
  if ('before' in call) for (const before of below(call.before, [0, 1, call.before - 1])) yield { ...call, before };
  if ('after' in call) for (const after of below(call.after, [0, 1, call.after - 1])) yield { ...call, after };
  if ('bar' in call && call.bar > 0) yield { ...call, bar: 0 };
  if ('iova' in call) for (const iova of below(call.iova, [0, call.iova % REGION_PAGES])) yield { ...call, iova };
  if ('refused' in call && call.refused) yield { ...call, refused: false };
}

/** Ops simpler than `op`, simplest first: run to completion, one page, the first page, the first of its kind. */
export function* simplerOps(op: HostOp): Iterable<HostOp> {
  switch (op.op) {
    case 'start':
      if (op.hold !== null) yield { ...op, hold: null };
      for (const call of simplerCalls(op.call)) yield { ...op, call };
      if (/^vcpu\d+\.1$/.test(op.actor)) yield { ...op, actor: op.actor.replace('.1', '.0') as typeof op.actor };
      if (op.hold !== null && op.hold > 1) yield { ...op, hold: op.hold - 1 };
      return;
    case 'run':
      if (op.n !== null) yield { ...op, n: null };
      if (op.n !== null && op.n > 1) yield { ...op, n: op.n - 1 };
      return;
    case 'access':
      for (const page of simplerPages(op.page)) yield { ...op, page };
      if (op.by === 'host' && op.mapSize !== null) yield { ...op, mapSize: null };
      if (op.by === 'device' && op.device > 0) yield { ...op, device: 0 };
      return;
    case 'evict':
      for (const page of simplerPages(op.page)) yield { ...op, page };
  }
}

/** Simplest first; `mixed` is the last resort. */
const STARTS: readonly RegionStart[] = ['shared', 'private 2M', 'private 4K', 'mixed'];

/** Configurations simpler than `config`, simplest first: fewer guests, devices and regions, all of them plainer. */
export function* simplerConfigs(config: HostConfig): Iterable<HostConfig> {
  const { guests, devices, mmio } = config;
  if (guests.length > 1) {
    const kept = [...devices.keys()].filter((d) => devices[d]!.guest === 0);
    const importers = config.importers.map((importer) => ({ ...importer, guest: 0 }));
    yield fitted({ ...withDevices(config, kept), guests: guests.slice(0, 1), importers });
  }
  if (devices.length > 1) yield withDevices(config, [0]);
  yield* simplerImporters(config);
  for (let r = 0; r < mmio.length; r++) {
    yield { ...config, mmio: mmio.toSpliced(r, 1) };
    const bar = mmio[r]!;
    if (bar.first > 0) yield { ...config, mmio: mmio.with(r, { ...bar, first: 0 }) };
    if (bar.pages > 1) yield { ...config, mmio: mmio.with(r, { ...bar, pages: 1 }) };
  }
  if (config.contention > 0) yield { ...config, contention: 0 };
  for (let d = 0; d < devices.length; d++) {
    const { guest, ats } = devices[d]!;
    if (ats) yield { ...config, devices: devices.with(d, { guest, ats: false }) };
  }
  for (let g = 0; g < guests.length; g++) {
    const { regions, vtom, launched } = guests[g]!;
    const changed = (fields: Partial<HostGuest>): HostConfig => ({
      ...config,
      guests: guests.with(g, { ...guests[g]!, ...fields }),
    });
    const change = (to: readonly RegionStart[]): HostConfig => fitted(changed({ regions: to }));
    if (vtom !== null) yield changed({ vtom: null });
    if (!launched) yield changed({ launched: true });
    if (regions.length > 1) for (let r = 0; r < regions.length; r++) yield change(regions.toSpliced(r, 1));
    for (let r = 0; r < regions.length; r++) {
      for (const start of STARTS.slice(0, STARTS.indexOf(regions[r]!))) yield change(regions.with(r, start));
    }
  }
  if (fitted(config).ram < config.ram) yield fitted(config);
}

/** Fewer importers with fewer devices, plainer ones. */
function* simplerImporters(config: HostConfig): Iterable<HostConfig> {
  const { importers } = config;
  for (let k = 0; k < importers.length; k++) {
    const { ports, t, acs } = importers[k]!;
    const changed = (fields: Partial<HostImporter>): HostConfig => ({
      ...config,
      importers: importers.with(k, { ...importers[k]!, ...fields }),
    });
    yield { ...config, importers: importers.toSpliced(k, 1) };
    if (ports.length > 1) yield changed({ ports: ports.slice(0, 1) });
    if (ports.some(({ ats }) => ats)) yield changed({ ports: ports.map(() => ({ ats: false })) });
    if (t === 1) yield changed({ t: 0 });
    if (!acs) yield changed({ acs: true });
  }
}

/** The host with these devices alone, and their BARs. */
export function withDevices(config: HostConfig, kept: readonly number[]): HostConfig {
  const devices = kept.map((d) => config.devices[d]!);
  const mmio = config.mmio.flatMap((bar) =>
    kept.includes(bar.device) ? [{ ...bar, device: kept.indexOf(bar.device) }] : [],
  );
  return { ...config, devices, mmio };
}

/** RAM with one region to spare. */
const fitted = (config: HostConfig): HostConfig => ({ ...config, ram: regionsTaken(config) + 1 });
