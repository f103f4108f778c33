import type { HostConfig } from '../../../../model/vocabulary/host/config';
import type {
  ImportStep,
  PortDmaStep,
  PortInvStep,
  PortMapStep,
  PortUnmapStep,
} from '../../../../model/vocabulary/host/import-step';
import { StepKind } from '../../../../model/vocabulary/host/step-kind';
import { portCount } from '../../../../model/vocabulary/host/importer';
import { pagesOf } from '../../../../model/vocabulary/units';
import { NO_PASID, type DeviceHardware } from '../../device-access/hardware';
import type { CommandQueue } from '../commands';
import { BLOCKED, IO_LEVELS, portDevice, portTable, tableRoot } from '../hardware';
import type { HostParts } from '../parts';
import type { HostState } from '../state';

/** Runs the steps of exports and imports: on what host software keeps of them, and on the tables of ports. */
export class PortHardware {
  constructor(
    private readonly config: HostConfig,
    private readonly devices: DeviceHardware,
    private readonly state: HostState,
    private readonly commands: CommandQueue,
    private readonly parts: HostParts,
  ) {
    for (let port = 0; port < portCount(config); port++) devices.setDte(portDevice(config, port), BLOCKED);
    config.importers.forEach((_, importer) => {
      this.setPort(importer, 0, true);
    });
  }

  /** Takes one step of `actor`; false: it must wait. */
  run(step: ImportStep, actor: number): boolean {
    const { imports } = this.state;
    switch (step.kind) {
      case StepKind.importLock:
        return imports.lock(step.of, step.index, actor);
      case StepKind.importUnlock:
        imports.unlock(step.of, step.index);
        return true;
      case StepKind.fenceWait:
        return imports.fences[step.bar] === 0;
      case StepKind.unmapWait:
        return imports.users[step.bar] === 0;
      case StepKind.setBuffer:
        imports.buffers[step.bar] = step.state;
        return true;
      case StepKind.attachBuffer:
        imports.attach(step.importer, step.bar, step.attached);
        return true;
      case StepKind.mapBuffer:
        imports.users[step.bar]! += step.mapped ? 1 : -1;
        return true;
      case StepKind.fence:
        imports.fences[step.bar]! += step.signalled ? -1 : 1;
        return true;
      case StepKind.setMemory:
        imports.memory[step.device] = step.on ? 1 : 0;
        return true;
      case StepKind.invalidate:
        return true;
      case StepKind.portMap:
        this.map(step);
        return true;
      case StepKind.portUnmap:
        this.unmap(step);
        return true;
      case StepKind.portInv:
        this.invalidate(step);
        return true;
      case StepKind.setPort:
        this.setPort(step.importer, step.port, step.open);
        return true;
      case StepKind.portDma:
        this.dma(step);
        return true;
    }
  }

  private tableOf(importer: number, port: number): number {
    return portTable(this.config, this.state.imports.portNumber(importer, port));
  }

  private deviceOf(importer: number, port: number): number {
    return portDevice(this.config, this.state.imports.portNumber(importer, port));
  }

  private map(step: PortMapStep): void {
    const last = step.fails ? step.n >> 1 : step.n;
    const table = this.tableOf(step.importer, step.port);
    const pages = pagesOf(step.lg);
    const cBit = this.parts.setsCBit(step.mmio);
    while (step.done < last) {
      const offset = step.done * pages;
      if (!this.devices.ioMap(table, step.iova + offset, step.spa + offset, step.lg, true, true, cBit)) return;
      step.done++;
    }
    step.encrypted = this.devices.leafAt(table, step.iova) > 0 && this.devices.leafHasCBit;
  }

  private unmap(step: PortUnmapStep): void {
    const table = this.tableOf(step.importer, step.port);
    const end = step.iova + step.n;
    for (let at = step.iova; at < end;) {
      const lg = this.devices.ioUnmap(table, at);
      if (lg !== 0) step.cleared++;
      const pages = pagesOf(lg === 0 ? this.devices.holeLg : lg);
      at += pages - (at % pages);
    }
  }

  /** The IOMMU drops what it keeps itself; what a device with ATS keeps, only the device drops. */
  private invalidate({ importer, port, iova, n, devTlb }: PortInvStep): void {
    const { ats } = this.config.importers[importer]!.ports[port]!;
    if (ats === devTlb) this.commands.devtlb(this.deviceOf(importer, port), iova, n);
  }

  private setPort(importer: number, port: number, open: boolean): void {
    const { t, guest } = this.config.importers[importer]!;
    const device = this.deviceOf(importer, port);
    this.state.imports.setOpen(importer, port, open);
    if (t === 1) {
      const { asid } = this.config.guests[guest]!;
      const hostRoot = tableRoot(this.config, this.tableOf(importer, port));
      const stage = { valid: true, mode: IO_LEVELS, hostRoot, s1Root: null, s1Levels: 4, asid, vmpl: 0, vtom: null };
      this.devices.setSdte(device, open ? stage : null);
    } else if (open) this.devices.attachHost(device, this.tableOf(importer, port));
    else this.devices.setDte(device, BLOCKED);
  }

  private dma(step: PortDmaStep): void {
    const { acs, t } = this.config.importers[step.importer]!;
    if (!acs && this.state.barAt(step.iova) >= 0) {
      // A locked interface takes no request at T=0 to what is private (dma-mmio.md 3.4).
      step.routed = true;
      step.spa = step.iova;
      step.ok = !this.state.isPrivateBar(this.state.barAt(step.iova));
      return;
    }
    step.ok = this.devices.dma(this.deviceOf(step.importer, step.port), NO_PASID, t, step.iova, step.write);
    step.spa = this.devices.spa;
    step.hit = this.devices.hit;
    step.event = this.devices.eventCode;
  }
}
