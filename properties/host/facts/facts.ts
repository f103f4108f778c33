import type { HostConfig } from '../../../model/vocabulary/host/config';
import { VCPUS, privatePages } from '../../../model/vocabulary/host/config';
import { FREE } from '../../../model/vocabulary/host/holder';
import { EventCode } from '../../../model/vocabulary/device-access/outcome';
import { DeviceMode, GuestFault } from '../../../model/vocabulary/host/own-step';
import type {
  GuestAccessStep,
  PvalidateStep,
  RmpUpdateStep,
  SetDeviceStep,
} from '../../../model/vocabulary/host/own-step';
import type { DmaStep } from '../../../model/vocabulary/host/own-step';
import type { IoMapStep, IoUnmapStep } from '../../../model/vocabulary/host/policy-step';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { StepKind, domainOf } from '../../../model/vocabulary/host/step-kind';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { FaultRecord } from './faults';
import { Leaves, pagesOf } from './leaves';
import { Holders } from './memory';
import { NestedLeaves } from './nested';
import { Ownership, regionOf } from './ownership';

/** Actors of a host: vCPUs and VMM of each guest, two kernel threads, the firmware. */
const actorsOf = ({ guests }: HostConfig): number => guests.length * (VCPUS + 1) + 3;

/**
 * What is so at one moment, as far as the log of atomic steps tells: the ledger that the rules look things up in. It is
 * kept by the log alone, and each step costs in proportion to what it changes.
 */
export class HostFacts {
  config!: HostConfig;
  readonly ownership = new Ownership();
  readonly holders = new Holders(this.ownership);
  /** Leaves by IO domain. */
  leaves: Leaves[] = [];
  nested: NestedLeaves[] = [];
  directSplit = new Uint8Array(0);
  /** Pages that leaves below 2M at T=0 map, counted by page. */
  smallT0 = new Uint8Array(0);
  /** Pages that are both assigned and mapped by such a leaf. */
  staleT0 = 0;
  /** Devices attached to each IO domain. */
  opened = new Int16Array(0);
  private modes = new Uint8Array(0);
  /** What each guest has validated and not rescinded. */
  guestValidated: Uint8Array[] = [];
  /** Guests whose IO is fenced. */
  fenced = new Uint8Array(0);
  /** One for each actor that can have a fault under way; entry 0 is for nobody's accesses. */
  readonly faults: FaultRecord[] = [];
  begun = 0;
  ended = 0;

  reset(config: HostConfig): void {
    this.config = config;
    const { ram, guests, devices } = config;
    this.ownership.reset(ram);
    this.smallT0 = new Uint8Array(ram * REGION_PAGES);
    this.holders.reset(config);
    this.staleT0 = 0;
    this.leaves = [];
    this.nested = [];
    this.guestValidated = [];
    guests.forEach(({ regions }) => {
      this.leaves.push(new Leaves(regions.length, ram, this.countT0), new Leaves(regions.length, ram, ignore));
      this.nested.push(new NestedLeaves(regions.length));
      const validated = new Uint8Array(regions.length * REGION_PAGES);
      regions.forEach((start, r) => validated.fill(1, r * REGION_PAGES, r * REGION_PAGES + privatePages(start)));
      this.guestValidated.push(validated);
    });
    this.directSplit = new Uint8Array(ram);
    for (let region = 0; region < ram; region++) this.directSplit[region] = this.isMixed(region) ? 1 : 0;
    this.opened = new Int16Array(2 * guests.length);
    this.modes = new Uint8Array(devices.length);
    this.fenced = new Uint8Array(guests.length);
    while (this.faults.length <= actorsOf(config)) this.faults.push(new FaultRecord());
    for (const fault of this.faults) fault.begin(0, -1);
    for (const fault of this.faults) {
      fault.open = fault.pending = false;
      fault.owesZap = -1;
    }
    this.begun = 0;
    this.ended = 0;
  }

  /** Some pages of the region are assigned, and some are not. */
  isMixed(region: number): boolean {
    const assigned = this.ownership.assignedIn[region]!;
    return assigned > 0 && assigned < REGION_PAGES;
  }

  mode(device: number): DeviceMode {
    return this.modes[device] as DeviceMode;
  }

  /** The fault record of an actor, −1 being nobody. */
  faultOf(actor: number): FaultRecord {
    return this.faults[actor + 1]!;
  }

  /** Another actor has split the region that `gfn` leads to, and is still to zap its nested leaves. */
  isZapDue(actor: number, guest: number, gfn: number): boolean {
    const spa = this.nested[guest]!.spaAt(gfn);
    return spa >= 0 && this.faults.some((fault, at) => at !== actor + 1 && fault.owesZap === regionOf(spa));
  }

  asidOf(guest: number): number {
    return this.config.guests[guest]!.asid;
  }

  /** Takes in one step, after it has run. */
  apply(step: LogStep, actor: number): void {
    switch (step.kind) {
      case StepKind.ioMap:
        this.ioMap(step);
        break;
      case StepKind.ioUnmap:
        this.ioUnmap(step);
        break;
      case StepKind.psmash:
        this.smashed(step.spa, step.code, actor);
        break;
      case StepKind.psmashIo:
        if (step.code === 0 && this.leaves[step.dom]!.lgAt(step.iova) >= 21) this.leaves[step.dom]!.split(step.iova);
        this.smashed(step.spa, step.code, actor);
        break;
      case StepKind.rmpupdate:
        this.rmpupdate(step);
        break;
      case StepKind.nptMap:
        this.nested[step.guest]!.map(step.gfn, step.spa, step.lg, step.n, step.isPrivate);
        this.touch(step.guest, step.gfn);
        break;
      case StepKind.nptZap:
        this.nested[step.guest]!.zap(step.gfn, step.n);
        if (step.zapped > 0) this.touch(step.guest, step.gfn);
        this.faultOf(actor).zapped ||= step.zapped > 0;
        this.faultOf(actor).owesZap = -1;
        break;
      case StepKind.directMapSplit:
        this.directSplit[regionOf(step.spa)] = 1;
        break;
      case StepKind.attrSet:
        this.touch(step.guest, step.gfn);
        break;
      case StepKind.pvalidate:
        this.pvalidate(step);
        this.faultOf(actor).pending = false;
        break;
      case StepKind.guestAccess:
        this.guestAccess(step);
        this.faultOf(actor).pending = false;
        break;
      case StepKind.allocPage:
        if (step.spa >= 0) this.holders.hold(step.holder, step.gfn, step.spa, pagesOf(step.lg));
        break;
      case StepKind.freePage:
        this.holders.hold(FREE, 0, step.spa, step.n);
        break;
      case StepKind.leakPage:
        this.holders.leak(step.spa, step.n);
        break;
      case StepKind.dma:
        this.dma(step);
        break;
      default:
        this.applyRest(step, actor);
    }
  }

  private applyRest(step: LogStep, actor: number): void {
    switch (step.kind) {
      case StepKind.setDevice:
        this.setDevice(step);
        break;
      case StepKind.clearFence:
        this.fenced[step.guest] = 0;
        break;
      case StepKind.begin:
        this.begun++;
        break;
      case StepKind.end:
        this.ended++;
        this.faultOf(actor).owesZap = -1;
        break;
      case StepKind.faultBegin:
        this.faultOf(actor).begin(step.guest, step.gfn);
        break;
      case StepKind.faultEnd:
        // A handler that has returned zaps no more.
        this.faultOf(actor).open = false;
        this.faultOf(actor).owesZap = -1;
        break;
      default:
    }
  }

  private ioMap({ dom, iova, spa, lg, done }: IoMapStep): void {
    const leaves = this.leaves[dom]!;
    const pages = pagesOf(lg);
    for (let i = 0; i < done; i++) leaves.map(iova + i * pages, spa + i * pages, lg);
  }

  private ioUnmap({ dom, from, to }: IoUnmapStep): void {
    const leaves = this.leaves[dom]!;
    for (let at = from; at < to; at++) if (leaves.lgAt(at) !== 0) leaves.unmap(at);
  }

  private smashed(spa: SpaPage, code: number, actor: number): void {
    const fault = this.faultOf(actor);
    if (fault.open) {
      fault.smashFailed = code !== 0;
      fault.smashBase = spa;
    }
    if (code !== 0) return;
    fault.owesZap = regionOf(spa);
    this.ownership.large[regionOf(spa)] = 0;
    this.touchRegion(spa);
  }

  private rmpupdate({ spa, lg, asid, done }: RmpUpdateStep): void {
    const pages = done * pagesOf(lg);
    for (let page = spa; page < spa + pages; page++) {
      this.holders.leave(page);
      const before = this.ownership.asid[page] === 0 ? 0 : 1;
      this.ownership.update(page, asid);
      if (this.smallT0[page] !== 0) this.staleT0 += (asid === 0 ? 0 : 1) - before;
      this.holders.enter(page);
    }
    if (done === 0) return;
    this.ownership.large[regionOf(spa)] = lg === 21 && asid !== 0 ? 1 : 0;
    this.touchRegion(spa);
  }

  private pvalidate({ guest, gfn, lg, validate, done }: PvalidateStep): void {
    const pages = done * pagesOf(lg);
    const value = validate ? 1 : 0;
    for (let at = gfn; at < gfn + pages; at++) {
      this.guestValidated[guest]![at] = value;
      const spa = this.nested[guest]!.spaAt(at);
      if (spa >= 0) this.ownership.validated[spa] = value;
    }
  }

  private guestAccess({ guest, gfn, isPrivate, fault }: GuestAccessStep): void {
    if (isPrivate && fault === GuestFault.none) this.nested[guest]!.use(gfn);
  }

  private dma({ device, t, ok, event }: DmaStep): void {
    if (t === 1 && !ok && event === EventCode.rmpPageFault) {
      this.fenced[this.config.devices[device]!.guest] = 1;
    }
  }

  private setDevice({ device, mode }: SetDeviceStep): void {
    const { guest } = this.config.devices[device]!;
    const before = this.modes[device];
    if (before !== DeviceMode.detached) this.opened[domainOf(guest, before === DeviceMode.trusted ? 1 : 0)]!--;
    if (mode !== DeviceMode.detached) this.opened[domainOf(guest, mode === DeviceMode.trusted ? 1 : 0)]!++;
    this.modes[device] = mode;
  }

  /** Something that decides about accesses to this region of the guest has changed. */
  private touch(guest: number, gfn: number): void {
    for (const fault of this.faults) {
      if (fault.pending && fault.guest === guest && regionOf(fault.gfn) === regionOf(gfn)) fault.changed = true;
    }
  }

  private touchRegion(spa: SpaPage): void {
    for (const fault of this.faults) {
      if (!fault.pending) continue;
      const at = this.nested[fault.guest]?.spaAt(fault.gfn) ?? -1;
      if (at < 0 || regionOf(at) === regionOf(spa)) fault.changed = true;
    }
  }

  private readonly countT0 = (spa: SpaPage, change: 1 | -1): void => {
    const before = this.smallT0[spa]!;
    this.smallT0[spa] = before + change;
    if (this.ownership.asid[spa] !== 0 && before + change <= 1 && before <= 1) this.staleT0 += change;
  };
}

const ignore = (): void => undefined;
