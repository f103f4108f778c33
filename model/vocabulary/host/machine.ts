import type { GpaPage, SpaPage } from '../rmp/entry';
import type { HostConfig } from './config';
import type { IovaPage } from '../units';
import type { BufferState } from './import-step';
import type { ActorName, HostOp } from './op';
import type { DeviceMode } from './own-step';
import type { LogStep } from './step';

/** Every step that was taken, in order. The arrays belong to the host, which fills them again in its next run. */
export interface HostLog {
  readonly length: number;
  /** Entries 0 … length − 1; what is behind them is stale. */
  readonly steps: readonly LogStep[];
  /** Number of the actor of each step; −1 for devices, marks of the host and accesses of nobody's protocol. */
  readonly actors: readonly number[];
}

/** An import of a BAR. */
export interface Imported {
  /** First page of the BAR as the importer's devices see it. */
  readonly iova: IovaPage;
  readonly mapped: boolean;
  /** It was told that the mapping is to go. */
  readonly asked: boolean;
}

/** What a generator looks at, so that its ops meet what is there. */
export interface HostSight {
  readonly config: HostConfig;
  /** Names of actors by number. */
  readonly actors: readonly ActorName[];
  /** True while the actor has a protocol under way. */
  busy(actor: number): boolean;
  /** The memory attribute of a page. */
  isPrivate(guest: number, gfn: GpaPage): boolean;
  mode(device: number): DeviceMode;
  holder(spa: SpaPage): number;
  /** Where the page lives; −1: nowhere. */
  backing(guest: number, gfn: GpaPage, isPrivate: boolean): SpaPage;
  fenced(guest: number): boolean;
  /** Its vCPUs run. */
  launched(guest: number): boolean;
  /** The interface of a device is locked. */
  isLocked(device: number): boolean;
  memoryOn(device: number): boolean;
  bufferState(bar: number): BufferState;
  isOpen(importer: number, port: number): boolean;
  /** What an importer maps, of a BAR: its first IOVA page, and that it is told to give it up; null: nothing. */
  imported(importer: number, bar: number): Imported | null;
}

/** A host that runs a trace. */
export interface RunningHost {
  /** Runs one op: its steps are appended to the log. */
  step(op: HostOp): void;
  /** The end of a trace: all protocols run out, then one probe DMA goes to every leaf. */
  finish(): void;
  readonly log: HostLog;
  readonly sight: HostSight;
}

/** Host software on the stand: a policy, or the kernel or hardware below it with a known bug. */
export interface HostSubject {
  readonly name: string;
  readonly version: string;
  /** The host of the run before is over: its log is used again. */
  start(config: HostConfig): RunningHost;
}
