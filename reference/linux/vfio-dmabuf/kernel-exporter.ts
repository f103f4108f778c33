import type { DmaBufConfig, ExporterConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { InBoxDmaBuf } from '../../in-box/dma-buf';
import type { Call } from '../../in-box/dma-buf/call';
import type { DmaBuf } from '../../in-box/dma-buf/objects/dma-buf';
import type { VfioDevice } from '../../in-box/dma-buf/objects/vfio-device';
import type { KernelProcess } from '../kbuild/process';
import { ExporterHost } from './exporter-host';
import { KernelWait, type CallState } from './kernel-wait';
import { Roster } from './roster';

const WAITS_FOR = [null, 'fences', 'mappings', 'registrations'] as const;
const BAR_KINDS = ['absent', 'memory', 'io'] as const;
const DRIVERS = ['vfio-pci', 'noRanges', 'noFeature'] as const;

/** What goes wrong for one call: errnos, 0 for none. See `entry_faults` in c/device.c. */
export interface CallFaults {
  readonly resume?: number;
  readonly resumesBefore?: number;
  readonly configRead?: number;
  readonly configWrite?: number;
  readonly power?: number;
  readonly functionReset?: number;
  readonly busReset?: number;
}

/** A number, negative ones too, as a word. */
export const errnoWord = (value: number): bigint => BigInt.asUintN(64, BigInt(value));

const flagsOf = ({ flr, memoryBit, providers, resets, virtualFunction }: ExporterConfig): bigint =>
  [virtualFunction, memoryBit, resets, flr, providers].reduce(
    (flags, flag, i) => flags | (flag ? 1n << BigInt(i) : 0n),
    0n,
  );

/** One run of the exporter's files: its devices, and calls on them that may wait. */
export class KernelExporter {
  readonly host: ExporterHost;
  readonly buffers = new Roster<DmaBuf>();
  /** The op of the machine that is under way. */
  now: DmaBufOp | null = null;
  private isRetired = false;

  constructor(
    private readonly process: KernelProcess,
    d: InBoxDmaBuf,
  ) {
    this.host = new ExporterHost(d);
    this.start(d.config);
  }

  /** The process goes to another run. */
  retire(): void {
    this.isRetired = true;
  }

  /** Calls an entry that cannot wait. @throws Error where it does not come to its end: the trace is over */
  ask(entry: string, words: readonly bigint[] = []): readonly bigint[] {
    if (this.isRetired) throw new Error('this kernel has made room for a later one');
    const { how, why, words: results } = this.process.call(entry, words, this.host);
    if (how !== 'ok') throw new Error(`${how}: ${why}`);
    return results;
  }

  /** Makes a call for an op on a device. */
  call(op: string, device: VfioDevice, entry: string, words: readonly bigint[], faults: CallFaults = {}): CallState {
    this.host.op = op;
    this.host.device = device.index;
    const { busReset, configRead, configWrite, functionReset, power, resume, resumesBefore } = faults;
    const all = [resume, resumesBefore, configRead, configWrite, power, functionReset, busReset];
    if (all.some((fault) => fault !== undefined))
      this.ask(
        'faults',
        all.map((fault) => errnoWord(fault ?? 0)),
      );
    return this.stateOf(op, device, this.ask(entry, words));
  }

  /** The value of a call that neither waits nor is locked out. */
  value(op: string, device: VfioDevice, entry: string, words: readonly bigint[]): number {
    const state = this.call(op, device, entry, words);
    if (state.is !== 'over') throw new Error(`${op} is ${state.is}, which nobody has foreseen`);
    return state.value;
  }

  /** A call as one of the machine's: it waits where kernel code does. */
  *run(op: string, device: VfioDevice, entry: string, words: readonly bigint[], faults: CallFaults = {}): Call {
    let state = this.call(op, device, entry, words, faults);
    while (state.is === 'waiting') {
      yield state.wait;
      state = state.wait.after!;
    }
    if (state.is === 'locked out') throw new Error(`${op} needs a lock, which nobody has foreseen`);
    return state.value;
  }

  /** Lets a call that waits go on; true if it has come further. */
  goOn(wait: KernelWait): boolean {
    this.host.op = wait.op;
    this.host.device = wait.device.index;
    const state = this.stateOf(wait.op, wait.device, this.ask('goOn', [wait.task]));
    if (state.is === 'locked out' || (state.is === 'waiting' && state.wait.isSame(wait))) return false;
    wait.after = state;
    return true;
  }

  private stateOf(op: string, device: VfioDevice, words: readonly bigint[]): CallState {
    const [how, value, task, on] = words;
    if (how === 0n) return { is: 'over', value: Number(BigInt.asIntN(64, value!)) };
    const waitsFor = WAITS_FOR[Number(how)];
    if (waitsFor === undefined || waitsFor === null) return { is: 'locked out' };
    const buf = waitsFor === 'registrations' ? null : this.buffers.at(on!);
    return { is: 'waiting', wait: new KernelWait(task!, op, device, buf, waitsFor) };
  }

  private start({ exporters }: DmaBufConfig): void {
    exporters.forEach((exporter, device) => {
      this.ask('addDevice', [flagsOf(exporter), BigInt(DRIVERS.indexOf(exporter.driver))]);
      exporter.bars.forEach(({ base, bytes, claimed, kind }, bar) => {
        const words = [device, bar, base, bytes, BAR_KINDS.indexOf(kind), Number(claimed)];
        this.ask('addBar', words.map(BigInt));
      });
    });
    const [failed] = this.ask('start');
    if (failed !== 0n) throw new Error(`the driver does not start: ${BigInt.asIntN(64, failed!)}`);
  }
}
