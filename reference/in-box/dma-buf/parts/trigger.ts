import type { DeviceOp } from '../../../../model/vocabulary/dma-buf/device-op';
import type { Call } from '../call';
import type { InBoxDmaBuf } from '../in-box';
import type { DmaBuf } from '../objects/dma-buf';
import type { VfioDevice } from '../objects/vfio-device';

type Of<Op extends DeviceOp['op']> = Extract<DeviceOp, { op: Op }>;

/** What makes buffers come and go: the rows of dma-mmio.md 1.7. */
export type Trigger = 'reset' | 'hotReset' | 'command' | 'power' | 'flr' | 'lowPowerEntry' | 'lowPowerExit' | 'wakeup';

/** Calls of the user on an open device: they resume it, and most lock its memory. */
export type TriggerOp = Exclude<DeviceOp, { op: 'open' | 'remove' | 'suspend' | 'wakeup' | 'touch' }>;

/** The rows of dma-mmio.md 1.7. Numbers are 0 or an errno. */
export interface TriggerParts {
  /** What the call returns where it never comes to lock anything; null: it goes on. */
  readonly endsEarly: (device: VfioDevice, op: TriggerOp) => number | null;
  /** The user's CPU mappings go. */
  readonly zap: (d: InBoxDmaBuf, device: VfioDevice, trigger: Trigger) => void;
  /** Zaps and locks, or locks alone. */
  readonly zapAndLock: (d: InBoxDmaBuf, device: VfioDevice, trigger: Trigger) => void;
  readonly unlock: (device: VfioDevice) => void;
  /** Are buffers restored after this trigger? `value`: what the call returns. */
  readonly isRestored: (d: InBoxDmaBuf, device: VfioDevice, trigger: Trigger, value: number) => boolean;
  /** Restores the buffers if so, and gives the memory lock back. */
  readonly restoreAndUnlock: (d: InBoxDmaBuf, device: VfioDevice, trigger: Trigger, value: number) => Call<void>;
  readonly setPower: (d: InBoxDmaBuf, device: VfioDevice, state: number) => void;
  /** A runtime resume; does nothing to a device that is not suspended. */
  readonly resume: (d: InBoxDmaBuf, device: VfioDevice) => void;
  readonly touch: (d: InBoxDmaBuf, device: VfioDevice) => number;

  readonly reset: (d: InBoxDmaBuf, device: VfioDevice, op: Of<'reset'>) => Call;
  readonly hotReset: (d: InBoxDmaBuf, device: VfioDevice, op: Of<'hotReset'>) => Call;
  /** Why `device` cannot be locked for a hot reset, or 0. */
  readonly refusesHotReset: (device: VfioDevice, op: Of<'hotReset'>) => number;
  /** The devices that the end of a hot reset gives back, in this order. */
  readonly givenBack: (set: readonly VfioDevice[], locked: readonly VfioDevice[]) => readonly VfioDevice[];
  readonly command: (d: InBoxDmaBuf, device: VfioDevice, op: Of<'command'>) => Call;
  readonly power: (d: InBoxDmaBuf, device: VfioDevice, op: Of<'power'>) => Call;
  readonly flr: (d: InBoxDmaBuf, device: VfioDevice, op: Of<'flr'>) => Call;
  readonly lowPowerEntry: (d: InBoxDmaBuf, device: VfioDevice, wakesUp: boolean) => Call;
  readonly lowPowerExit: (d: InBoxDmaBuf, device: VfioDevice) => Call;

  readonly open: (device: VfioDevice) => void;
  readonly close: (d: InBoxDmaBuf, device: VfioDevice) => Call;
  /** Does a close cut this buffer off? */
  readonly isCutOff: (buf: DmaBuf) => boolean;
  readonly orphan: (d: InBoxDmaBuf, device: VfioDevice, buf: DmaBuf) => void;
  readonly remove: (d: InBoxDmaBuf, device: VfioDevice) => Call;
}
