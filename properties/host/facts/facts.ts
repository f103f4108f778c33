import type { HostConfig } from '../../../model/vocabulary/host/config';
import { VCPUS, privatePages } from '../../../model/vocabulary/host/config';
import { FREE } from '../../../model/vocabulary/host/holder';
import { EventCode } from '../../../model/vocabulary/device-access/outcome';
import { systemRegions } from '../../../model/vocabulary/host/layout';
import { DeviceMode, GuestFault } from '../../../model/vocabulary/host/own-step';
import type {
  GuestAccessStep,
  LaunchUpdateStep,
  PvalidateStep,
  ReclaimStep,
  RmpUpdateStep,
  SetDeviceStep,
} from '../../../model/vocabulary/host/own-step';
import type { PortDmaStep } from '../../../model/vocabulary/host/import-step';
import type { DmaStep } from '../../../model/vocabulary/host/own-step';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { StepKind, domainOf } from '../../../model/vocabulary/host/step-kind';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { FirmwareStatus } from '../../../model/vocabulary/rmp/outcome';
import { FaultRecord } from './faults';
import { ImportFacts } from './imports';
import { IoFacts } from './io';
import { pagesOf, type Leaves } from './leaves';
import { Holders } from './memory';
import { Window, WINDOWS, domOfWindow } from './windows';
import { NestedLeaves } from './nested';
import { Ownership, regionOf } from './ownership';

/** Actors of a host: vCPUs and VMM of each guest, two kernel threads, the firmware; behind them the importers. */
const firstImporter = ({ guests }: HostConfig): number => guests.length * (VCPUS + 1) + 3;
const actorsOf = (config: HostConfig): number => firstImporter(config) + config.importers.length;

/**
 * What is so at one moment, as far as the log of atomic steps tells: the ledger that the rules look things up in. It is
 * kept by the log alone, and each step costs in proportion to what it changes.
 */
export class HostFacts {
  config!: HostConfig;
  readonly ownership = new Ownership();
  readonly holders = new Holders(this.ownership);
  readonly io = new IoFacts(this.ownership);
  readonly imports = new ImportFacts();
  nested: NestedLeaves[] = [];
  directSplit = new Uint8Array(0);
  /** Devices attached to each IO domain. */
  opened = new Int16Array(0);
  private modes = new Uint8Array(0);
  /** Devices whose interface is locked. */
  locked = new Uint8Array(0);
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
    const { guests, devices } = config;
    const regions = systemRegions(config);
    this.ownership.reset(regions);
    this.holders.reset(config);
    this.io.reset(config);
    this.imports.reset(config);
    this.nested = [];
    this.guestValidated = [];
    guests.forEach((guest, g) => {
      const own = this.io.windows.regions[g]!;
      this.nested.push(new NestedLeaves(own));
      const validated = new Uint8Array(own * REGION_PAGES);
      guest.regions.forEach((start, r) => validated.fill(1, r * REGION_PAGES, r * REGION_PAGES + privatePages(start)));
      this.guestValidated.push(validated);
    });
    this.directSplit = new Uint8Array(regions);
    for (let region = 0; region < regions; region++) this.directSplit[region] = this.isMixed(region) ? 1 : 0;
    this.opened = new Int16Array(2 * guests.length);
    this.modes = new Uint8Array(devices.length);
    this.locked = new Uint8Array(devices.length);
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
        this.io.map(step);
        break;
      case StepKind.ioUnmap:
        this.io.unmap(step);
        break;
      case StepKind.psmash:
        this.smashed(step.spa, step.code, actor);
        break;
      case StepKind.psmashIo:
        if (step.code === 0) this.io.split(step.dom, step.iova);
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
      case StepKind.reclaim:
        this.reclaim(step);
        break;
      case StepKind.launchUpdate:
        this.launched(step);
        break;
      case StepKind.mmioValidate:
        if (step.status !== FirmwareStatus.success) break;
        for (let i = 0; i < step.n; i++) this.ownership.validateByFirmware(step.spa + i);
        break;
      case StepKind.begin:
        this.begun++;
        this.imports.begin(this.importerOf(actor));
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
      case StepKind.portDma:
        this.portDma(step);
        break;
      default:
        if (this.imports.isOn) this.imports.apply(step);
    }
  }

  /** Number of the importer that the actor is; negative: it is none. */
  importerOf(actor: number): number {
    return actor - firstImporter(this.config);
  }

  /** Leaves by IO domain; of a trusted one what lies below vTOM. */
  get leaves(): readonly Leaves[] {
    return this.io.leaves.filter((_, window) => window % WINDOWS !== Window.beyondVtom);
  }

  /** True if a device may use the window now. */
  isLive(window: number): boolean {
    return this.opened[domOfWindow(window)]! > 0;
  }

  private reclaim({ spa, done }: ReclaimStep): void {
    const { large } = this.ownership;
    for (let page = spa; page < spa + done; page++) {
      const isHead = large[regionOf(page)] === 1 && page % REGION_PAGES === 0;
      for (let i = 0; i < (isHead ? REGION_PAGES : 1); i++) this.ownership.setImmutable(page + i, 0);
    }
  }

  private launched({ guest, gfn, spa, done }: LaunchUpdateStep): void {
    for (let i = 0; i < done; i++) this.ownership.validateByFirmware(spa + i);
    this.guestValidated[guest]!.fill(1, gfn, gfn + done);
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

  private rmpupdate({ spa, lg, asid, immutable, done }: RmpUpdateStep): void {
    const pages = done * pagesOf(lg);
    for (let page = spa; page < spa + pages; page++) {
      this.holders.leave(page);
      const before = this.ownership.asid[page] === 0 ? 0 : 1;
      this.ownership.update(page, asid, immutable);
      this.io.ownerChanged(page, (asid === 0 ? 0 : 1) - before);
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

  private portDma({ importer, ok, event }: PortDmaStep): void {
    const { t, guest } = this.config.importers[importer]!;
    if (t === 1 && !ok && event === EventCode.rmpPageFault) this.fenced[guest] = 1;
  }

  private setDevice({ device, mode, locked }: SetDeviceStep): void {
    this.locked[device] = locked ? 1 : 0;
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
}
