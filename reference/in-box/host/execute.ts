import type { ImportStep } from '../../../model/vocabulary/host/import-step';
import type { OwnStep } from '../../../model/vocabulary/host/own-step';
import type { HostStep } from '../../../model/vocabulary/host/step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type { CommandQueue } from './commands';
import type { PortHardware } from './import/port-hardware';
import type { Machinery } from './machinery';
import type { HostState } from './state';

/** Runs steps, one at a time, on what host and hardware are. */
export class Executor {
  constructor(
    private readonly state: HostState,
    private readonly machinery: Machinery,
    private readonly commands: CommandQueue,
    private readonly ports: PortHardware,
  ) {}

  /** Takes one step of `actor`; false: it must wait for a lock. */
  run(step: HostStep, actor: number): boolean {
    const { state, machinery } = this;
    switch (step.kind) {
      case StepKind.ioMap:
        machinery.ioMap(step);
        return true;
      case StepKind.ioUnmap:
        machinery.ioUnmap(step);
        return true;
      case StepKind.iotlbInv:
        this.commands.iotlb(state.config, step.dom >> 1, step.iova, step.n);
        return true;
      case StepKind.devtlbInv:
        this.commands.devtlb(step.device, step.iova, step.n);
        return true;
      case StepKind.completionWait:
        this.commands.wait();
        return true;
      case StepKind.psmashIo:
        machinery.psmashIo(step);
        return true;
      case StepKind.psmash:
        step.code = machinery.psmash(step.spa);
        return true;
      case StepKind.readRmp:
        machinery.readRmp(step);
        return true;
      case StepKind.readLeaf:
        machinery.readLeaf(step);
        return true;
      case StepKind.readBacking:
        step.spa = state.memory.backing(step.guest, step.gfn, step.isPrivate);
        step.run = state.memory.backedRun(step.guest, step.gfn, step.isPrivate, step.n);
        step.mmio = state.memory.isMmio(step.spa);
        return true;
      case StepKind.lock:
        return state.lock(step.guest, step.region, actor);
      case StepKind.unlock:
        state.unlock(step.guest, step.region);
        return true;
      default:
        return this.runOwn(step, actor);
    }
  }

  private runOwn(step: OwnStep | ImportStep, actor: number): boolean {
    const { state, machinery } = this;
    switch (step.kind) {
      case StepKind.rmpupdate:
        machinery.rmpupdate(step);
        return true;
      case StepKind.nptMap:
        state.nested[step.guest]!.map(step.gfn, step.spa, step.lg, step.n);
        return true;
      case StepKind.nptZap:
        step.zapped = state.nested[step.guest]!.zap(step.gfn, step.n);
        return true;
      case StepKind.directMapSplit:
        state.directSplit[Math.floor(step.spa / REGION_PAGES)] = 1;
        return true;
      case StepKind.attrSet:
        state.setAttribute(step.guest, step.gfn, step.n, step.isPrivate);
        return true;
      case StepKind.pvalidate:
        machinery.pvalidate(step);
        return true;
      case StepKind.allocPage:
        step.spa = state.memory.alloc(step.holder, step.gfn, step.lg);
        return true;
      case StepKind.freePage:
        state.memory.free(step.spa, step.n);
        return true;
      case StepKind.leakPage:
        state.memory.leak(step.spa, step.n);
        return true;
      case StepKind.guestAccess:
        machinery.guestAccess(step);
        return true;
      case StepKind.hostAccess:
        machinery.hostAccess(step);
        return true;
      case StepKind.dma:
        machinery.dma(step);
        return true;
      case StepKind.evict:
        machinery.evict(step.device, step.t, step.iova);
        return true;
      case StepKind.setDevice:
        machinery.setDevice(step);
        return true;
      case StepKind.reclaim:
        machinery.reclaim(step);
        return true;
      case StepKind.clearFence:
        machinery.clearFence(step.guest);
        return true;
      case StepKind.launchUpdate:
        machinery.launchUpdate(step);
        return true;
      case StepKind.launchFinish:
        state.launch(step.guest);
        return true;
      case StepKind.mmioValidate:
        machinery.mmioValidate(step);
        return true;
      case StepKind.ask:
        return true;
      default:
        return this.ports.run(step, actor);
    }
  }
}
