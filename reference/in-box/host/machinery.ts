import type { HostConfig } from '../../../model/vocabulary/host/config';
import {
  DeviceMode,
  GuestFault,
  type GuestAccessStep,
  type HostAccessStep,
  type LaunchUpdateStep,
  type MmioValidateStep,
  type PvalidateStep,
  type SetDeviceStep,
} from '../../../model/vocabulary/host/own-step';
import type { DmaStep, ReclaimStep, RmpUpdateStep } from '../../../model/vocabulary/host/own-step';
import type {
  IoMapStep,
  IoUnmapStep,
  PsmashIoStep,
  ReadLeafStep,
  ReadRmpStep,
} from '../../../model/vocabulary/host/policy-step';
import { domainOf } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES, RmpSize } from '../../../model/vocabulary/rmp/entry';
import { FirmwareStatus, RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { NO_PASID, type DeviceHardware } from '../device-access/hardware';
import { BLOCKED, IO_LEVELS, tableRoot } from './hardware';
import type { HostParts } from './parts';
import type { HostState } from './state';

const pagesOf = (lg: number): number => 2 ** (lg - 12);

/** What the steps do that meet hardware. */
export class Machinery {
  private attempts = 0;

  constructor(
    private readonly config: HostConfig,
    private readonly devices: DeviceHardware,
    private readonly state: HostState,
    private readonly parts: HostParts,
  ) {
    for (let device = 0; device < config.devices.length; device++) devices.setDte(device, BLOCKED);
  }

  ioMap(step: IoMapStep): void {
    const pages = pagesOf(step.lg);
    step.encrypted = this.parts.setsCBit(step.mmio);
    for (let i = 0; i < step.n; i++) {
      const iova = step.iova + i * pages;
      const spa = step.spa + i * pages;
      if (!this.devices.ioMap(step.dom, iova, spa, step.lg, true, true, step.encrypted)) return;
      step.done++;
    }
  }

  ioUnmap(step: IoUnmapStep): void {
    const end = step.iova + step.n;
    for (let at = step.iova; at < end;) {
      const lg = this.devices.ioUnmap(step.dom, at);
      const pages = pagesOf(lg === 0 ? this.devices.holeLg : lg);
      const first = at - (at % pages);
      if (lg !== 0) {
        if (step.from === step.to) step.from = first;
        step.to = first + pages;
      }
      at = first + pages;
    }
    if (step.from === step.to) return;
    step.leftLg = this.devices.leafAt(step.dom, step.from);
    step.rightLg = this.devices.leafAt(step.dom, step.to - 1);
  }

  psmashIo(step: PsmashIoStep): void {
    step.code = this.isContended() ? RmpCode.failInUse : this.devices.psmashIo(step.spa, step.dom, step.iova);
  }

  psmash(spa: number): number {
    return this.isContended() ? RmpCode.failInUse : this.devices.rmp.psmash(spa);
  }

  rmpupdate(step: RmpUpdateStep): void {
    const { rmp } = this.devices;
    const size = step.lg === 21 ? RmpSize.size2M : RmpSize.size4K;
    const pages = pagesOf(step.lg);
    step.done = 0;
    step.code = this.isContended() ? RmpCode.failInUse : RmpCode.success;
    while (step.code === RmpCode.success && step.done < step.n) {
      const offset = step.done * pages;
      const gpa = step.asid === 0 ? 0 : step.gpa + offset;
      step.code = rmp.rmpupdate(step.spa + offset, step.asid !== 0, size, step.immutable, gpa, step.asid);
      if (step.code === RmpCode.success) step.done++;
    }
  }

  readRmp(step: ReadRmpStep): void {
    const { rmp } = this.devices;
    const { spa, n } = step;
    step.assigned = rmp.isAssigned(spa);
    step.lg = rmp.is2M(spa) ? 21 : 12;
    step.asid = step.assigned ? rmp.asidOf(spa) : 0;
    const end = spa + n;
    let at = this.endOfRun(step, spa, end);
    while (at < end && at % REGION_PAGES === 0 && rmp.is2M(at) === (step.lg === 21)) {
      const next = this.endOfRun(step, at, end);
      if (next === at) break;
      at = next;
    }
    step.run = at - spa;
  }

  /** End of the pages from `spa` on that are as the step has it; not beyond their region, whose level is the step's. */
  private endOfRun({ assigned, lg, asid }: ReadRmpStep, spa: number, end: number): number {
    const { rmp } = this.devices;
    const last = Math.min(end, spa - (spa % REGION_PAGES) + REGION_PAGES);
    const whole = spa % REGION_PAGES === 0;
    if (lg === 21) return rmp.asidOf(spa) === asid ? last : spa;
    if (whole && !assigned && rmp.hv2(spa)) return last;
    let at = spa;
    while (at < last && rmp.isAssigned(at) === assigned && (!assigned || rmp.asidOf(at) === asid)) at++;
    return at;
  }

  readLeaf(step: ReadLeafStep): void {
    step.lg = this.devices.leafAt(step.dom, step.iova);
    if (step.lg === 0) return;
    step.first = step.iova - (step.iova % pagesOf(step.lg));
    step.spa = this.devices.leafOa;
  }

  pvalidate(step: PvalidateStep): void {
    const nested = this.state.nested[step.guest]!;
    const { rmp } = this.devices;
    const { asid } = this.config.guests[step.guest]!;
    const size = step.lg === 21 ? RmpSize.size2M : RmpSize.size4K;
    const pages = pagesOf(step.lg);
    step.done = 0;
    step.fault = GuestFault.none;
    step.code = RmpCode.success;
    while (step.done < step.n) {
      const gfn = step.gfn + step.done * pages;
      const lg = nested.lgAt(gfn);
      if (lg === 0) step.code = -1;
      else step.code = rmp.pvalidate(asid, 0, gfn, nested.spaAt(gfn), lg, size, step.validate);
      if (step.code === -1) step.fault = lg === 0 ? GuestFault.npf : GuestFault.rmp;
      if (step.code !== RmpCode.success) return;
      step.carry ||= rmp.carry;
      step.done++;
    }
  }

  guestAccess(step: GuestAccessStep): void {
    const nested = this.state.nested[step.guest]!;
    const { rmp } = this.devices;
    const lg = nested.lgAt(step.gfn);
    if (lg === 0) {
      step.fault = GuestFault.npf;
      return;
    }
    step.spa = nested.spaAt(step.gfn);
    const kind = step.write ? 'write' : 'read';
    const { asid } = this.config.guests[step.guest]!;
    const ok = rmp.guestAccess(asid, 0, step.gfn, step.spa, lg, kind, step.isPrivate);
    step.fault = ok ? GuestFault.none : rmp.fault === '#VC' ? GuestFault.vc : GuestFault.rmp;
  }

  /** The host may read everything: what is a guest's it reads as the memory holds it. rmp.md 3.2. */
  hostAccess(step: HostAccessStep): void {
    step.ok = !step.write || this.devices.rmp.hostWrite(step.spa, step.lg, false);
  }

  dma(step: DmaStep): void {
    step.ok = this.devices.dma(step.device, NO_PASID, step.t, step.iova, step.write);
    step.spa = this.devices.spa;
    step.hit = this.devices.hit;
    step.event = this.devices.eventCode;
  }

  evict(device: number, t: 0 | 1, iova: number): void {
    this.devices.evict(device, NO_PASID, t, iova);
  }

  setDevice({ device, mode, locked }: SetDeviceStep): void {
    const { guest } = this.config.devices[device]!;
    const { asid, vtom } = this.config.guests[guest]!;
    this.state.setMode(device, mode);
    this.state.locked[device] = locked ? 1 : 0;
    const trusted = {
      valid: true,
      mode: IO_LEVELS,
      hostRoot: tableRoot(this.config, domainOf(guest, 1)),
      s1Root: null,
      s1Levels: 4,
      asid,
      vmpl: 0,
      vtom,
    };
    this.devices.setSdte(device, mode === DeviceMode.trusted ? trusted : null);
    if (mode === DeviceMode.attached) this.devices.attachHost(device, domainOf(guest, 0));
    else this.devices.setDte(device, BLOCKED);
  }

  reclaim(step: ReclaimStep): void {
    const { rmp } = this.devices;
    while (step.done < step.n) {
      const spa = step.spa + step.done;
      step.status = rmp.pageReclaim(spa, rmp.is2M(spa) ? RmpSize.size2M : RmpSize.size4K);
      if (step.status !== FirmwareStatus.success) return;
      step.done++;
    }
  }

  launchUpdate(step: LaunchUpdateStep): void {
    while (step.done < step.n) {
      const isRefused = step.refused && step.done === step.n - 1;
      step.status = isRefused ? FirmwareStatus.invalidParam : this.devices.rmp.launchUpdate(step.spa + step.done);
      if (step.status !== FirmwareStatus.success) return;
      step.done++;
    }
  }

  mmioValidate(step: MmioValidateStep): void {
    step.status = this.devices.rmp.mmioValidate(step.spa, step.n, step.gfn);
  }

  clearFence(guest: number): void {
    this.devices.clearFence(this.config.guests[guest]!.asid);
  }

  /** True for the first attempt and every so-manieth after it: another CPU works on the region. */
  private isContended(): boolean {
    const { contention } = this.config;
    return contention > 0 && this.attempts++ % contention === 0;
  }
}
