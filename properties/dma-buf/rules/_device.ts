import type { DeviceIndex, DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { BufView, DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { DmaBufStep } from '../rule';

const D3HOT = 3;

/** Whether the memory of a device is on after the step: dma-mmio.md 1.4, and 1.8 D1-1 as it is assumed. */
export function isEnabled({ config, after }: DmaBufStep, device: DeviceIndex): boolean {
  const { powerState, memoryBit, lowPower } = after.device(device);
  if (lowPower && config.assumptions.DMABUF_LOW_POWER === 'off') return false;
  return powerState < D3HOT && (config.exporters[device]!.virtualFunction || memoryBit);
}

/** Ops that revoke: column "sequence" of dma-mmio.md 1.7. */
export const REVOKING = [
  'reset',
  'hotReset',
  'command',
  'power',
  'flr',
  'lowPowerEntry',
  'lowPowerEntryWithWakeup',
  'close',
];

/** Every op that may let a call which waits go on, or is such a call itself. */
export const EVERY_CALL = [
  ...REVOKING,
  'lowPowerExit',
  'remove',
  'unmap',
  'signalFence',
  'release',
  'detach',
  'unmapArea',
];

/** True if the op, a hot reset left aside, revokes as it was called and answered: made, and past its early errors. */
export function isRevoking(op: DmaBufOp, { config, outcome }: DmaBufStep): boolean {
  if (outcome.end !== 'returned' && outcome.end !== 'blocked') return false;
  switch (op.op) {
    case 'close':
    case 'lowPowerEntry':
      return true;
    case 'lowPowerEntryWithWakeup':
      return op.argument === 'ok';
    case 'reset':
      return config.exporters[op.device]!.resets;
    case 'flr':
      return config.exporters[op.device]!.flr;
    case 'command':
      return !op.memory && op.fail?.at !== 'read';
    case 'power':
      return op.state >= D3HOT;
    default:
      return false;
  }
}

type HotResetOp = Extract<DmaBufOp, { readonly op: 'hotReset' }>;

/** The set of a hot reset: every device that is not removed. */
const setOf = (before: DmaBufView): readonly DeviceIndex[] =>
  Array.from({ length: before.exporters }, (_, i) => i).filter((i) => !before.device(i).removed);

/** The first device of its set that a hot reset could not have; null: there is none. */
export const stoppedAt = ({ foreign, contended }: HotResetOp, before: DmaBufView): DeviceIndex | null =>
  setOf(before).find((i) => foreign === i || contended === i || before.device(i).locked) ?? null;

/** The devices that a hot reset had, if only for a while. */
function hadBy(op: HotResetOp, before: DmaBufView): readonly DeviceIndex[] {
  if (op.noSet || op.resume !== 0) return [];
  const stop = stoppedAt(op, before);
  return setOf(before).filter((i) => stop === null || i < stop);
}

/** Devices of which a call that revokes was made and is over in this step; of a hot reset those that it came to. */
export function revokedOn(step: DmaBufStep): readonly DeviceIndex[] {
  const { op, outcome } = step;
  if (outcome.end !== 'returned') return [];
  if (op.op === 'hotReset') return hadBy(op, step.before);
  return isRevoking(op, step) && 'device' in op ? [op.device] : [];
}

/** Buffers that belonged to `device` before the step, with what they are after it; null where they are freed. */
export const bufsOf = (
  { before, after }: DmaBufStep,
  device: DeviceIndex,
): readonly { readonly name: string; readonly was: BufView; readonly is: BufView | null }[] =>
  before.bufs.flatMap((name) => {
    const was = before.buf(name)!;
    return was.device === device && was.state !== 'ORPHANED' ? [{ name, was, is: after.buf(name) }] : [];
  });
