import type { WakeupArgument } from '../../../model/vocabulary/dma-buf/device-op';
import { Errno } from '../../../model/vocabulary/errno';
import type { DmaBufParts } from '../../in-box/dma-buf';
import type { VfioDevice } from '../../in-box/dma-buf/objects/vfio-device';
import type { TriggerOp } from '../../in-box/dma-buf/parts/trigger';
import { errnoWord, type CallFaults, type KernelExporter } from './kernel-exporter';
import { KernelWait } from './kernel-wait';

/** An entry, its words behind the device, and what goes wrong. */
interface EntryCall {
  readonly entry: string;
  readonly words: readonly number[];
  readonly faults?: CallFaults;
}

/** Registers of the scripted config space: c/device.h. Writes of COMMAND, power state and FLR. */
const COMMAND = { where: 0x4, bytes: 2, memory: 2 };
const PM_CTRL = { where: 0x44, bytes: 2 };
const FLR = { pcie: { where: 0x58, bytes: 2, value: 0x8000 }, af: { where: 0x94, bytes: 1, value: 1 } };
/** Features of VFIO_DEVICE_FEATURE. */
const LOW_POWER = { entry: 3, entryWithWakeup: 4, exit: 5 };
const WAKEUP_BYTES = 8;
/** Descriptors: c/group.h. */
const FD: Readonly<Record<WakeupArgument, number>> = {
  ok: 11,
  small: 11,
  unreadable: 11,
  negative: -1,
  closed: 13,
  notEventfd: 12,
};
/** Nobody, where a device is named. */
const NONE = 8;

/** What the user does, to the kernel's own device file. dma-mmio.md 1.7. */
function entryOf(op: TriggerOp): EntryCall {
  switch (op.op) {
    case 'close':
      return { entry: 'close', words: [] };
    case 'reset':
      return { entry: 'reset', words: [], faults: { functionReset: op.result } };
    case 'hotReset':
      return {
        entry: 'hotReset',
        words: [Number(op.noSet), op.foreign ?? NONE, op.contended ?? NONE],
        // The call itself has resumed its device by then.
        faults: { resume: op.resume, resumesBefore: op.resume === 0 ? 0 : 1, busReset: op.result },
      };
    case 'command':
      return {
        entry: 'config',
        words: [COMMAND.where, COMMAND.bytes, op.memory ? COMMAND.memory : 0],
        faults: { [op.fail?.at === 'write' ? 'configWrite' : 'configRead']: op.fail?.errno ?? 0 },
      };
    case 'power':
      return {
        entry: 'config',
        words: [PM_CTRL.where, PM_CTRL.bytes, op.state],
        faults: { power: op.refused ? Errno.EBUSY : 0 },
      };
    case 'flr': {
      const { bytes, value, where } = FLR[op.via];
      return { entry: 'config', words: [where, bytes, value], faults: { functionReset: op.result } };
    }
    case 'lowPowerEntry':
      return { entry: 'lowPower', words: [LOW_POWER.entry, 0, 0, 1] };
    case 'lowPowerEntryWithWakeup': {
      const { argument } = op;
      const bytes = argument === 'small' ? WAKEUP_BYTES / 2 : WAKEUP_BYTES;
      const words = [LOW_POWER.entryWithWakeup, bytes, FD[argument], argument === 'unreadable' ? 0 : 1];
      return { entry: 'lowPower', words };
    }
    case 'lowPowerExit':
      return { entry: 'lowPower', words: [LOW_POWER.exit, 0, 0, 1] };
  }
}

const wordsOf = (device: VfioDevice, words: readonly number[]): readonly bigint[] =>
  [device.index, ...words].map(errnoWord);

/** A virtual function is opened with its memory bit set, which decides nothing: its user clears it. */
function clearMemoryBit(kernel: KernelExporter, device: VfioDevice): void {
  kernel.value('open', device, 'config', wordsOf(device, [COMMAND.where, COMMAND.bytes, 0]));
}

/** What is done to a device, in kernel code. */
export function triggerParts(
  kernel: () => KernelExporter,
): Pick<
  DmaBufParts,
  | 'endsEarly'
  | 'resume'
  | 'touch'
  | 'open'
  | 'close'
  | 'remove'
  | 'reset'
  | 'hotReset'
  | 'command'
  | 'power'
  | 'flr'
  | 'lowPowerEntry'
  | 'lowPowerExit'
  | 'isOver'
> {
  const run = (device: VfioDevice, op: TriggerOp) => {
    const { entry, faults, words } = entryOf(op);
    return kernel().run(op.op, device, entry, wordsOf(device, words), faults);
  };
  const value = (device: VfioDevice, op: 'open' | 'touch' | 'wakeup'): number =>
    kernel().value(op, device, op, wordsOf(device, []));
  /** Of a part that is not told the op. */
  const runNow = (device: VfioDevice) => run(device, kernel().now as TriggerOp);

  return {
    // Only a call on a device whose memory is locked has to be known early: where it does not come to the lock.
    endsEarly(device, op) {
      if (!device.memoryLocked || op.op === 'hotReset') return null;
      const { entry, faults, words } = entryOf(op);
      const state = kernel().call(op.op, device, entry, wordsOf(device, words), faults);
      return state.is === 'over' ? state.value : null;
    },

    // Calls resume their device themselves.
    resume(_d, device) {
      if (kernel().now?.op === 'wakeup') value(device, 'wakeup');
    },

    touch(_d, device) {
      const ret = value(device, 'touch');
      if (ret === 0) device.cpuMapped = true;
      return ret;
    },

    open(device) {
      const ret = value(device, 'open');
      if (ret !== 0) throw new Error(`open fails: ${ret}`);
      if (device.config.virtualFunction && !device.config.memoryBit) clearMemoryBit(kernel(), device);
      device.settle();
      device.isOpen = true;
    },

    *close(_d, device) {
      // The user's mappings hold the file open: there are none left.
      device.cpuMapped = false;
      return yield* runNow(device);
    },

    *remove(_d, device) {
      const ret = yield* kernel().run('remove', device, 'remove', wordsOf(device, []));
      device.isRemoved = true;
      return ret;
    },

    reset: (_d, device, op) => run(device, op),
    hotReset: (_d, device, op) => run(device, op),
    command: (_d, device, op) => run(device, op),
    power: (_d, device, op) => run(device, op),
    flr: (_d, device, op) => run(device, op),
    lowPowerEntry: (_d, device) => runNow(device),
    lowPowerExit: (_d, device) => runNow(device),
    isOver: (_d, wait) => wait instanceof KernelWait && kernel().goOn(wait),
  };
}
