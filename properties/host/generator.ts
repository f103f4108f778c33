import type { Backing, HostConfig } from '../../model/vocabulary/host/config';
import { VCPUS } from '../../model/vocabulary/host/config';
import { KERNEL } from '../../model/vocabulary/host/holder';
import { barPlaces, type BarPlace } from '../../model/vocabulary/host/layout';
import type { HostSight } from '../../model/vocabulary/host/machine';
import type { ActorName, HostCall, HostOp } from '../../model/vocabulary/host/op';
import { DeviceMode } from '../../model/vocabulary/host/own-step';
import { assumeRmp, type RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import { REGION_PAGES, RmpSize } from '../../model/vocabulary/rmp/entry';
import type { Draw } from '../engine/draw';
import { drawConfig } from './generator-config';
import { importOps } from './generator-imports';
import { chase, collide, interrupt, overtake } from './generator-plots';
import { HELD, MOST_HELD, MOVES, THEMES, type HostTheme, type Move } from './generator-themes';

/** Ops of a case. */
export const CASE_OPS = 40;

/** Looks for a page of the right kind. */
const MOST_LOOKS = 3;
/** What makes no sense before the guest runs. */
const OF_VCPUS: readonly Move[] = ['chase', 'overtake', 'collide', 'convert', 'guest'];
/** Offsets within a region that ops collide on: its ends, the border of `mixed`, neighbours. */
const HOT = [0, 0, 1, 3, 4, 5, 6, 511];

/** Draws cases op by op, with the running host in sight. */
export class HostSource {
  readonly themes: readonly HostTheme[] = THEMES;
  private readonly assumptions: RmpAssumptions;
  private draw!: Draw;
  private theme: HostTheme = 'mixed';
  private left = 0;
  /** Ops that belong together, and are still to come. */
  private planned: HostOp[] = [];
  private bars: readonly BarPlace[] = [];

  constructor(
    assumptions: Readonly<Record<string, unknown>>,
    /** Null: hosts of either kind. */
    private readonly backing: Backing | null,
    private readonly caseOps: number = CASE_OPS,
  ) {
    this.assumptions = assumeRmp(assumptions);
  }

  begin(draw: Draw, theme: string): HostConfig {
    this.draw = draw;
    this.theme = theme as HostTheme;
    this.prolong();
    this.planned = [];
    const config = drawConfig(draw, theme, this.backing, this.assumptions);
    this.bars = barPlaces(config);
    return config;
  }

  /** The case goes on from here as far as one that begins. */
  prolong(): void {
    this.left = this.caseOps;
  }

  /** The next op, or null when the case is long enough. */
  next(sight: HostSight): HostOp | null {
    if (this.left-- === 0) return null;
    const planned = this.planned.shift();
    if (planned !== undefined) return planned;
    const busy = this.busyActor(sight);
    let move = this.draw.weighted(MOVES[this.theme]);
    while (move === 'run' && busy === null) move = this.draw.weighted(MOVES[this.theme]);
    return this.op(sight, move, busy);
  }

  private op(sight: HostSight, move: Move, busy: ActorName | null): HostOp {
    const { draw } = this;
    const { guests, devices } = sight.config;
    const guest = draw.int(guests.length);
    const device = draw.int(devices.length);
    if (OF_VCPUS.includes(move)) {
      const whose = move === 'chase' || move === 'overtake' ? devices[device]!.guest : guest;
      if (!sight.launched(whose)) return this.launch(sight, whose);
    }
    switch (move) {
      case 'chase':
        this.planned = chase(draw, sight, device, this.requestBelow(sight, device));
        return this.planned.shift()!;
      case 'overtake':
        this.planned = overtake(draw, sight, device, this.page(sight, sight.config.devices[device]!.guest));
        return this.planned.shift()!;
      case 'collide':
        this.planned = collide(draw, guest, this.privatePage(sight, guest));
        return this.planned.shift()!;
      case 'run':
        return { op: 'run', actor: busy!, n: draw.chance(25) ? null : 1 + draw.int(6) };
      case 'convert':
        return this.start(this.vcpu(guest), this.conversion(sight, guest));
      case 'guest':
        return this.start(this.vcpu(guest), this.guestCall(sight, guest));
      case 'vmm':
        return this.vmmCall(sight, device);
      case 'bar':
        return this.bars.length === 0 ? this.vmmCall(sight, device) : this.barOp(sight, draw.pick(this.bars));
      case 'import':
        if (this.bars.length === 0 || sight.config.importers.length === 0) return this.vmmCall(sight, device);
        this.planned = importOps(draw, sight, this.bars, HELD[this.theme]);
        return this.planned.shift()!;
      case 'kernel':
        return this.start(draw.chance(70) ? 'kernel0' : 'kernel1', this.kernelCall(sight, guest));
      case 'fence':
        return this.start('firmware', draw.chance(85) ? { call: 'clearFence', guest } : this.reclaim(sight));
      case 'dma':
        return { op: 'access', by: 'device', device, ...this.request(sight, device), write: draw.chance(70) };
      case 'evict':
        return { op: 'evict', device, ...this.request(sight, device) };
      case 'access':
        if (draw.chance(50)) return { op: 'access', by: 'guest', guest, page: this.page(sight, guest), write: true };
        return {
          op: 'access',
          by: 'host',
          page: this.ramPage(sight),
          write: draw.chance(90),
          mapSize: draw.chance(70) ? null : draw.pick([12, 21]),
        };
    }
  }

  private start(actor: ActorName, call: HostCall): HostOp {
    const isHeld = this.draw.chance(HELD[this.theme]);
    return { op: 'start', actor, call, hold: isHeld ? 1 + this.draw.int(MOST_HELD) : null };
  }

  /** Pages are launched, a few or a region; in the end, the guest. */
  private launch(sight: HostSight, guest: number): HostOp {
    const { draw } = this;
    const actor: ActorName = `vmm${guest}`;
    if (draw.chance(12)) return this.start(actor, { call: 'launchFinish' });
    const gfn = this.page(sight, guest);
    if (draw.chance(20)) {
      this.planned = interrupt(draw, sight, guest, gfn);
      return this.planned.shift()!;
    }
    const whole = draw.chance(15);
    const first = whole ? gfn - (gfn % REGION_PAGES) : gfn;
    const n = whole ? REGION_PAGES : 1 + draw.int(8);
    return this.start(actor, { call: 'launchUpdate', gfn: first, n, refused: draw.chance(20) });
  }

  /** Something with a BAR: a device's request to it, its interface on the way to trust or back, somebody else's access. */
  private barOp(sight: HostSight, { guest, device, gfn, spa, n }: BarPlace): HostOp {
    const { draw } = this;
    const page = draw.int(n);
    if (draw.chance(45)) {
      const peers = sight.config.devices.flatMap((peer, d) => (peer.guest === guest ? [d] : []));
      const by = draw.pick(peers);
      const isTrusted = (sight.mode(by) === DeviceMode.trusted) !== draw.chance(10);
      const { vtom } = sight.config.guests[guest]!;
      const beyond = isTrusted && vtom !== null && !sight.isPrivate(guest, gfn) ? vtom : 0;
      const at = { t: isTrusted ? 1 : 0, page: beyond + gfn + page } as const;
      return { op: 'access', by: 'device', device: by, ...at, write: draw.chance(70) };
    }
    if (draw.chance(15)) return this.start('firmware', { call: 'reclaim', pfn: spa + page });
    const hostComes = sight.isPrivate(guest, gfn) ? 35 : 5;
    if (draw.chance(hostComes)) return { op: 'access', by: 'host', page: spa + page, write: true, mapSize: 12 };
    if (sight.mode(device) === DeviceMode.detached && draw.chance(50)) {
      return this.start(`vmm${guest}`, { call: 'attach', device, t: draw.chance(60) ? 1 : 0 });
    }
    return this.start(`vmm${guest}`, {
      call: draw.pick(['lockTdi', 'lockTdi', 'accept', 'accept', 'release']),
      device,
    });
  }

  private vcpu = (guest: number): ActorName => `vcpu${guest}.${this.draw.int(VCPUS)}`;

  /** A conversion of a page, a few pages or a region; mostly one that changes something. */
  private conversion(sight: HostSight, guest: number): HostCall {
    const { draw } = this;
    const gfn = this.page(sight, guest);
    const whole = draw.chance(20);
    const n = whole ? REGION_PAGES : draw.chance(70) ? 1 : 2 + draw.int(7);
    const first = whole ? gfn - (gfn % REGION_PAGES) : gfn;
    const isPrivate = sight.isPrivate(guest, first) !== draw.chance(90);
    return { call: isPrivate ? 'toPrivate' : 'toShared', gfn: first, n };
  }

  private guestCall(sight: HostSight, guest: number): HostCall {
    const { draw } = this;
    const gfn = this.page(sight, guest);
    if (draw.chance(65)) return { call: 'touch', gfn };
    const size = draw.chance(25) ? RmpSize.size2M : RmpSize.size4K;
    const first = size === RmpSize.size2M ? gfn - (gfn % REGION_PAGES) : gfn;
    return { call: 'pvalidate', gfn: first, size, validate: draw.chance(60) };
  }

  private vmmCall(sight: HostSight, device: number): HostOp {
    const { draw } = this;
    const { guest } = sight.config.devices[device]!;
    const actor: ActorName = `vmm${guest}`;
    const mode = sight.mode(device);
    if (mode === DeviceMode.detached) {
      const trusted = this.theme === 'trusted' ? 60 : 25;
      return this.start(actor, { call: 'attach', device, t: draw.chance(trusted) ? 1 : 0 });
    }
    if (draw.chance(30)) {
      const gfn = this.page(sight, guest);
      const whole = draw.chance(60);
      const first = whole ? gfn - (gfn % REGION_PAGES) : gfn;
      return this.start(actor, { call: 'mapShared', gfn: first, n: whole ? REGION_PAGES : 1 + draw.int(8) });
    }
    return this.start(actor, { call: draw.pick(['detach', 'accept', 'accept', 'release', 'lockTdi']), device });
  }

  private kernelCall(sight: HostSight, guest: number): HostCall {
    const { draw } = this;
    switch (draw.int(6)) {
      case 0:
        return { call: 'alloc', n: 1 + draw.int(3) };
      case 1:
        return { call: 'free', pfn: this.ramPage(sight), n: 1 + draw.int(8) };
      case 2:
        return { call: 'hostWrite', pfn: this.ramPage(sight) };
      default: {
        const gfn = this.privatePage(sight, guest);
        const whole = draw.chance(30);
        return {
          call: 'gmemPunch',
          guest,
          gfn: whole ? gfn - (gfn % REGION_PAGES) : gfn,
          n: whole ? REGION_PAGES : 1 + draw.int(4),
        };
      }
    }
  }

  private reclaim = (sight: HostSight): HostCall => ({ call: 'reclaim', pfn: this.ramPage(sight) });

  /** What a device asks for: mostly as it is trusted, and pages of the kind that it can reach. */
  private request(sight: HostSight, device: number): { readonly t: 0 | 1; readonly page: number } {
    const { draw } = this;
    const { guest } = sight.config.devices[device]!;
    const isTrusted = (sight.mode(device) === DeviceMode.trusted) !== draw.chance(5);
    let page = this.page(sight, guest);
    const { vtom } = sight.config.guests[guest]!;
    const isBeyond = isTrusted && vtom !== null && draw.chance(35);
    const wanted = isTrusted && !isBeyond;
    for (let k = 0; k < MOST_LOOKS && sight.isPrivate(guest, page) !== wanted; k++) page = this.page(sight, guest);
    return { t: isTrusted ? 1 : 0, page: isBeyond ? vtom + page : page };
  }

  /** The same as a guest page: below vTOM. */
  private requestBelow(sight: HostSight, device: number): number {
    const { page } = this.request(sight, device);
    const { vtom } = sight.config.guests[sight.config.devices[device]!.guest]!;
    return vtom === null ? page : page % vtom;
  }

  /** A page of the guest that ops collide on. */
  private page(sight: HostSight, guest: number): number {
    const { draw } = this;
    const region = draw.int(sight.config.guests[guest]!.regions.length);
    return region * REGION_PAGES + (draw.chance(85) ? draw.pick(HOT) : draw.int(REGION_PAGES));
  }

  /** The same, mostly a private one. */
  private privatePage(sight: HostSight, guest: number): number {
    let page = this.page(sight, guest);
    for (let k = 0; k < MOST_LOOKS && !sight.isPrivate(guest, page); k++) page = this.page(sight, guest);
    return page;
  }

  /** A page of RAM: mostly one that the kernel holds, or that some guest page lives on. */
  private ramPage(sight: HostSight): number {
    const { draw } = this;
    const region = draw.int(sight.config.ram);
    const page = region * REGION_PAGES + draw.pick(HOT);
    return draw.chance(50) && sight.holder(page) !== KERNEL ? region * REGION_PAGES : page;
  }

  private busyActor(sight: HostSight): ActorName | null {
    let count = 0;
    let chosen: ActorName | null = null;
    for (let actor = 0; actor < sight.actors.length; actor++) {
      if (sight.busy(actor) && this.draw.int(++count) === 0) chosen = sight.actors[actor]!;
    }
    return chosen;
  }
}
