import { BufferState } from '../../model/vocabulary/host/import-step';
import type { HostImporter, ImportPath } from '../../model/vocabulary/host/importer';
import type { BarPlace } from '../../model/vocabulary/host/layout';
import type { HostSight } from '../../model/vocabulary/host/machine';
import type { ActorName, HostCall, HostOp } from '../../model/vocabulary/host/op';
import { DeviceMode } from '../../model/vocabulary/host/own-step';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { Weights, type Draw } from '../engine/draw';

// BARs that are exported, and who imports them: dma-mmio.md 1, 5, 6.

const PATHS = new Weights<ImportPath>([
  [4, 'iommufd'],
  [4, 'type1'],
  [4, 'dma-api'],
]);
/** Steps of a revoke up to its wait, about; of a map call up to its last leaf. */
const REVOKE_STEPS = 12;
/** Most pages of RAM on either side of a BAR: enough for leaves that could hold both. */
const MOST_BESIDE = 8;
/** Regions that IOVAs lie in: some of them are those of BARs. */
const IOVA_REGIONS = 8;

/** One or two importers: more of them show nothing that two do not. */
export function drawImporters(draw: Draw, guests: number): HostImporter[] {
  return Array.from({ length: 1 + draw.int(2) }, () => {
    const path = draw.weighted(PATHS);
    const count = path === 'dma-api' || draw.chance(25) ? 1 : 2;
    const ports = Array.from({ length: count }, () => ({ ats: draw.chance(50) }));
    const t = path !== 'type1' && draw.chance(25) ? 1 : 0;
    return { path, ports, t, guest: draw.int(guests), acs: t === 1 || draw.chance(55) };
  });
}

/** The next ops about one BAR and one importer: what must come before the rest comes first. */
export function importOps(draw: Draw, sight: HostSight, bars: readonly BarPlace[], held: number): HostOp[] {
  const bar = draw.int(bars.length);
  const importer = draw.int(sight.config.importers.length);
  const scene = new Scene(draw, sight, bars, bar, importer, held);
  return scene.ops();
}

/** One BAR and one importer, as they are. */
class Scene {
  private readonly place: BarPlace;
  private readonly own: HostImporter;
  private readonly vmm: ActorName;
  private readonly actor: ActorName;

  constructor(
    private readonly draw: Draw,
    private readonly sight: HostSight,
    private readonly bars: readonly BarPlace[],
    private readonly bar: number,
    private readonly importer: number,
    private readonly held: number,
  ) {
    this.place = bars[bar]!;
    this.own = sight.config.importers[importer]!;
    this.vmm = `vmm${this.place.guest}`;
    this.actor = `importer${importer}`;
  }

  ops(): HostOp[] {
    const { draw, sight, place, own, bar, importer } = this;
    const { device } = place;
    if (own.path !== 'type1' && sight.bufferState(bar) === BufferState.none && draw.chance(85))
      return [this.start(this.vmm, { call: 'exportBar', bar })];
    if (!sight.memoryOn(device) && draw.chance(50))
      return [this.start(this.vmm, { call: 'setMemory', device, on: true })];
    const isTrusted = sight.mode(device) === DeviceMode.trusted;
    if (own.t === 1 && place.tio && !isTrusted && draw.chance(75))
      return [this.whole(this.vmm, { call: 'attach', device, t: 1 })];
    if (own.t === 0 && sight.isLocked(device) && draw.chance(30))
      return [this.whole(this.vmm, { call: 'release', device })];
    const found = sight.imported(importer, bar);
    if (found?.mapped !== true) return this.unmapped();
    if (found.asked) return [{ op: 'run', actor: this.actor, n: draw.chance(50) ? null : 1 + draw.int(4) }];
    return this.use(found.iova);
  }

  /** Maps it, as it is or locked, or does something else with its device. */
  private unmapped(): HostOp[] {
    const { draw, place, own, sight } = this;
    const { device, tio } = place;
    if (tio && own.t === 0 && !sight.isLocked(device) && draw.chance(own.acs ? 10 : 25))
      return [this.whole(this.vmm, { call: 'lockTdi', device }), this.start(this.actor, this.importCall(0))];
    return draw.chance(85) ? this.mapping() : [this.change()];
  }

  /** Maps it: sometimes while a port comes, or with a write of leaves that fails. */
  private mapping(): HostOp[] {
    const { draw, own } = this;
    const fails = draw.chance(40) ? 1 + draw.int(3) : 0;
    const port = own.ports.length - 1;
    const isOpen = this.sight.isOpen(this.importer, port);
    const open = (failing: number): HostOp => this.whole(this.actor, { call: 'openPort', port, fails: failing });
    const isReplay = draw.chance(own.path === 'type1' ? 85 : 50);
    if (!isOpen && isReplay) return [this.whole(this.actor, this.importCall(0)), open(fails)];
    if (!isOpen) return [open(0), this.start(this.actor, this.importCall(fails))];
    return [this.start(this.actor, this.importCall(fails))];
  }

  private importCall(fails: number): HostCall {
    const { draw, place, bar, own } = this;
    const isUser = own.path === 'type1';
    const before = isUser && draw.chance(80) ? draw.int(MOST_BESIDE + 1) : 0;
    const after = isUser && draw.chance(60) ? draw.int(MOST_BESIDE + 1) : 0;
    const first = place.spa - Math.min(before, place.spa % REGION_PAGES);
    return { call: 'importBar', bar, iova: this.iova(first), before, after, fails };
  }

  /** As the BAR lies in its region, so that leaves are large; its own address; that of a page of some BAR; anywhere. */
  private iova(spa: number): number {
    const { draw, bars } = this;
    if (this.own.t === 1 && draw.chance(90)) return this.place.gfn;
    if (draw.chance(10)) return spa;
    const window = draw.pick(bars);
    if (draw.chance(this.own.acs ? 5 : 40)) return window.spa + draw.int(window.n);
    if (draw.chance(30)) return draw.int(IOVA_REGIONS * REGION_PAGES);
    return draw.int(IOVA_REGIONS) * REGION_PAGES + (spa % REGION_PAGES);
  }

  /** Something with what is mapped. */
  private use(iova: number): HostOp[] {
    const { draw, own, bar } = this;
    if (draw.chance(own.path === 'dma-api' ? 50 : 35)) return this.underRevoke(iova);
    if (draw.chance(30)) return [this.request(iova)];
    if (own.path === 'dma-api' && draw.chance(60))
      return [this.start(this.actor, { call: 'transfer', bar, page: 0, n: 1 + draw.int(4) })];
    if (own.ports.length > 1 && draw.chance(60)) {
      const port = draw.int(own.ports.length);
      const isOpen = this.sight.isOpen(this.importer, port);
      const fails = draw.chance(20) ? 1 + draw.int(3) : 0;
      return [this.start(this.actor, isOpen ? { call: 'closePort', port } : { call: 'openPort', port, fails })];
    }
    return draw.chance(50) ? [this.start(this.actor, { call: 'dropImport', bar })] : [this.change()];
  }

  /** Requests before, during and behind a revoke, or a lock; a driver's transfer may be under way. */
  private underRevoke(iova: number): HostOp[] {
    const { draw, own, bar } = this;
    const request = this.request(iova);
    const ops: HostOp[] = [request];
    if (own.path === 'dma-api' && draw.chance(75))
      ops.push({ op: 'start', actor: this.actor, call: { call: 'transfer', bar, page: 0, n: 2 }, hold: 3 });
    ops.push({ op: 'start', actor: this.vmm, call: this.trigger(), hold: 2 + draw.int(REVOKE_STEPS) });
    for (let k = draw.int(3); k >= 0; k--) {
      ops.push(request, { op: 'run', actor: draw.chance(70) ? this.vmm : this.actor, n: 1 + draw.int(4) });
    }
    if (draw.chance(70)) ops.push({ op: 'run', actor: this.actor, n: null });
    ops.push({ op: 'run', actor: this.vmm, n: null }, request);
    return ops;
  }

  private change(): HostOp {
    return this.start(this.vmm, this.trigger());
  }

  /** What makes the buffer of the BAR useless, for a while or longer. */
  private trigger(): HostCall {
    const { draw, sight } = this;
    const { device, tio } = this.place;
    if (tio && draw.chance(35)) {
      if (sight.isLocked(device)) return { call: 'release', device };
      return draw.chance(50) ? { call: 'lockTdi', device } : { call: 'attach', device, t: 1 };
    }
    if (draw.chance(50)) return { call: 'resetDevice', device };
    return { call: 'setMemory', device, on: !sight.memoryOn(device) };
  }

  private request(iova: number): HostOp {
    const { draw, own, importer, place, sight } = this;
    const page = iova + (draw.chance(70) ? 0 : draw.int(place.n));
    const port = draw.int(own.ports.length);
    const isOpen = sight.isOpen(importer, port);
    return { op: 'access', by: 'importer', importer, port: isOpen ? port : 0, page, write: draw.chance(70) };
  }

  private whole = (actor: ActorName, call: HostCall): HostOp => ({ op: 'start', actor, call, hold: null });

  private start(actor: ActorName, call: HostCall): HostOp {
    const isHeld = this.draw.chance(this.held);
    return { op: 'start', actor, call, hold: isHeld ? 1 + this.draw.int(REVOKE_STEPS) : null };
  }
}
