import type { HostConfig } from '../../model/vocabulary/host/config';
import { regionsTaken } from '../../model/vocabulary/host/config';
import type { HostImporter } from '../../model/vocabulary/host/importer';
import type { ActorName, HostOp } from '../../model/vocabulary/host/op';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { withDevices } from './simpler';

/** A trace without its machine. */
export interface HostSequence {
  readonly config: HostConfig;
  readonly ops: readonly HostOp[];
}

// What no op can be changed in alone: one guest, one device, one importer, one BAR, one page for another in every op.

/** Simpler traces in which some name was changed everywhere. */
export function* together(trace: HostSequence): Iterable<HostSequence> {
  const { config, ops } = trace;
  if (config.guests.length > 1) for (let g = 0; g < config.guests.length; g++) yield onlyGuest(trace, g);
  if (config.devices.length > 1) for (let d = 0; d < config.devices.length; d++) yield onlyDevice(trace, d);
  if (config.importers.length > 1) for (let k = 0; k < config.importers.length; k++) yield onlyImporter(trace, k);
  if (config.mmio.length > 1) for (let bar = 0; bar < config.mmio.length; bar++) yield onlyBar(trace, bar);
  if (config.importers.some(({ t }) => t === 1)) yield withoutTrust(trace);
  for (const from of pagesIn(ops)) {
    for (const to of [0, from % REGION_PAGES, 4]) {
      if (to < from) yield { config, ops: ops.map((op) => withPage(op, (page) => (page === from ? to : page))) };
    }
  }
}

function onlyGuest({ config, ops }: HostSequence, guest: number): HostSequence {
  const kept = [...config.devices.keys()].filter((d) => config.devices[d]!.guest === guest);
  const numbers = new Map(kept.map((d, number) => [d, number]));
  const guests = [config.guests[guest]!];
  const alone = withDevices(config, kept);
  const devices = alone.devices.map((device) => ({ ...device, guest: 0 }));
  const mine = ops.flatMap((op) => {
    const device = deviceOf(op);
    if (device !== null && !numbers.has(device)) return [];
    const own = device === null ? op : withDevice(op, numbers.get(device)!);
    return [withGuest(own, guest)].filter((renamed) => renamed !== null);
  });
  const importers = config.importers.map((importer) => ({ ...importer, guest: 0 }));
  return { config: { ...alone, guests, devices, importers, ram: regionsTaken({ guests }) + 1 }, ops: mine };
}

function onlyDevice({ config, ops }: HostSequence, device: number): HostSequence {
  const mine = ops.filter((op) => (deviceOf(op) ?? device) === device).map((op) => withDevice(op, 0));
  return { config: withDevices(config, [device]), ops: mine };
}

function onlyImporter({ config, ops }: HostSequence, importer: number): HostSequence {
  const actor: ActorName = `importer${importer}`;
  const mine = ops.flatMap((op): HostOp[] => {
    if (op.op === 'access' && op.by === 'importer') return op.importer === importer ? [{ ...op, importer: 0 }] : [];
    if (op.op === 'access' || op.op === 'evict' || !op.actor.startsWith('importer')) return [op];
    return op.actor === actor ? [{ ...op, actor: 'importer0' }] : [];
  });
  return { config: { ...config, importers: [config.importers[importer]!] }, ops: mine };
}

/** Importers at T=0, and no interface that is locked for them. */
function withoutTrust({ config, ops }: HostSequence): HostSequence {
  const importers = config.importers.map((importer): HostImporter => ({ ...importer, t: 0 }));
  const locks = (op: HostOp): boolean =>
    op.op === 'start' &&
    (op.call.call === 'lockTdi' || op.call.call === 'accept' || (op.call.call === 'attach' && op.call.t === 1));
  return { config: { ...config, importers }, ops: ops.filter((op) => !locks(op)) };
}

function onlyBar({ config, ops }: HostSequence, bar: number): HostSequence {
  const mine = ops.flatMap((op): HostOp[] => {
    if (op.op !== 'start' || !('bar' in op.call)) return [op];
    return op.call.bar === bar ? [{ ...op, call: { ...op.call, bar: 0 } }] : [];
  });
  return { config: { ...config, mmio: [config.mmio[bar]!] }, ops: mine };
}

function deviceOf(op: HostOp): number | null {
  if (op.op === 'start') return 'device' in op.call ? op.call.device : null;
  return 'device' in op ? op.device : null;
}

function withDevice(op: HostOp, device: number): HostOp {
  if (op.op === 'start') return 'device' in op.call ? { ...op, call: { ...op.call, device } } : op;
  return 'device' in op ? { ...op, device } : op;
}

/** The op with this guest called 0; null where it is about another. */
function withGuest(op: HostOp, guest: number): HostOp | null {
  if (op.op === 'access') return op.by !== 'guest' ? op : op.guest === guest ? { ...op, guest: 0 } : null;
  if (op.op === 'evict') return op;
  const actor = renamed(op.actor, guest);
  if (actor === null) return null;
  if (op.op === 'run') return { ...op, actor };
  if (!('guest' in op.call)) return { ...op, actor };
  return op.call.guest === guest ? { ...op, actor, call: { ...op.call, guest: 0 } } : null;
}

function renamed(actor: ActorName, guest: number): ActorName | null {
  const found = /^(vcpu|vmm)(\d+)(.*)$/.exec(actor);
  if (found === null) return actor;
  return Number(found[2]) === guest ? (`${found[1]!}0${found[3]!}` as ActorName) : null;
}

function pagesIn(ops: readonly HostOp[]): readonly number[] {
  const pages = new Set<number>();
  for (const op of ops) withPage(op, (page) => (pages.add(page), page));
  return [...pages];
}

/** The op with its guest page changed; pages of RAM stay. */
function withPage(op: HostOp, change: (page: number) => number): HostOp {
  if (op.op === 'start') return 'gfn' in op.call ? { ...op, call: { ...op.call, gfn: change(op.call.gfn) } } : op;
  if (op.op === 'run' || (op.op === 'access' && op.by === 'host')) return op;
  return { ...op, page: change(op.page) };
}
