import type { HostConfig } from '../../../model/vocabulary/host/config';
import type { HostLog, HostSight, HostSubject, RunningHost } from '../../../model/vocabulary/host/machine';
import { portDma } from '../../../model/vocabulary/host/import-steps';
import type { AccessOp, HostOp } from '../../../model/vocabulary/host/op';
import { dma, evict, guestAccess, hostAccess } from '../../../model/vocabulary/host/own-steps';
import type { HostPolicy } from '../../../model/vocabulary/host/policy';
import type { HostStep } from '../../../model/vocabulary/host/step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { createInBoxDeviceAccess, type InBoxDeviceAccess } from '../device-access';
import { CommandQueue } from './commands';
import { Executor } from './execute';
import { hardwareConfig } from './hardware';
import { directLg } from './kernel/memory-calls';
import { NOBODY, StepLog } from './log';
import { PortHardware } from './import/port-hardware';
import { mayRequest, portProbes } from './import/probes';
import { Machinery } from './machinery';
import type { HostParts } from './parts';
import { probes } from './probes';
import { Scheduler } from './scheduler';
import { standardHostParts } from './standard-parts';
import { HostState } from './state';

const VERSION = '1';

/** A host in this process: software as `policy` and `parts` have it, over the in-box hardware. */
export class InBoxHost implements RunningHost {
  readonly sight: HostSight;
  readonly log: HostLog;
  private readonly state: HostState;
  private readonly executor: Executor;
  private readonly scheduler: Scheduler;

  /** The hardware is reset, and the log cleared, for this run. */
  constructor(
    config: HostConfig,
    policy: HostPolicy,
    parts: HostParts,
    private readonly steps: StepLog,
    private readonly hardware: InBoxDeviceAccess,
  ) {
    const busy = new Uint8Array(64);
    this.state = new HostState(config, busy, (asid) => hardware.isFenced(asid));
    hardware.reset(hardwareConfig(config, this.state.preset));
    steps.clear();
    const commands = new CommandQueue(hardware);
    const ports = new PortHardware(config, hardware, this.state, commands, parts);
    this.executor = new Executor(this.state, new Machinery(config, hardware, this.state, parts), commands, ports);
    this.scheduler = new Scheduler(this.state, this.executor, steps, busy, policy, parts);
    this.log = steps;
    this.sight = this.state;
  }

  step(op: HostOp): void {
    switch (op.op) {
      case 'start':
        this.scheduler.start(op.actor, op.call, op.hold);
        break;
      case 'run':
        this.scheduler.resume(op.actor, op.n);
        break;
      case 'access':
        this.access(op);
        break;
      case 'evict':
        if (this.hasDevice(op.device)) this.take(evict(op.device, op.t, op.page));
    }
    if (this.scheduler.isQuiet()) this.steps.add({ kind: StepKind.quiescent }, NOBODY);
  }

  finish(): void {
    const quiet = this.scheduler.runOut();
    this.steps.add({ kind: quiet ? StepKind.quiescent : StepKind.stuck }, NOBODY);
    for (const step of probes(this.state, this.hardware)) this.take(step);
    for (const step of portProbes(this.state)) this.take(step);
  }

  private access(op: AccessOp): void {
    const { config } = this.state;
    if (op.by === 'device') {
      if (this.hasDevice(op.device)) this.take(dma(op.device, op.t, op.page, op.write, false));
    } else if (op.by === 'importer') {
      if (mayRequest(this.state, op)) this.take(portDma(op.importer, op.port, op.page, op.write, false));
    } else if (op.by === 'guest') {
      if (op.guest >= config.guests.length || op.page >= this.state.pagesOf(op.guest)) return;
      if (!this.state.launched(op.guest)) return;
      const isPrivate = this.state.minds[op.guest]!.isPrivate[op.page] === 1;
      this.take(guestAccess(op.guest, op.page, isPrivate, op.write));
    } else if (this.state.holder(op.page) >= 0) {
      this.take(hostAccess(op.page, op.mapSize ?? directLg({ state: this.state }, op.page), op.write));
    }
  }

  private hasDevice(device: number): boolean {
    return device < this.state.config.devices.length;
  }

  private take(step: HostStep): void {
    this.executor.run(step, NOBODY);
    this.steps.add(step, NOBODY);
  }
}

/** A policy, or a host with some parts replaced, as a subject on the stand. Its hardware is used again by each run. */
export function hostSubject(name: string, policy: HostPolicy, parts: Partial<HostParts> = {}): HostSubject {
  const all = { ...standardHostParts, ...parts };
  const log = new StepLog();
  let hardware: InBoxDeviceAccess | null = null;
  return {
    name,
    version: VERSION,
    start(config) {
      const { rmp, devices } = all.hardware;
      hardware ??= createInBoxDeviceAccess(hardwareConfig(config, []), devices, rmp);
      return new InBoxHost(config, policy, all, log, hardware);
    },
  };
}
