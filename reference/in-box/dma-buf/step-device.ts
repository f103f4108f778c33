import type { DeviceOp } from '../../../model/vocabulary/dma-buf/device-op';
import type { Call, Ending } from './call';
import type { InBoxDmaBuf } from './in-box';
import type { VfioDevice } from './objects/vfio-device';
import type { TriggerOp } from './parts/trigger';

/** Executes what is done to an exporting device. Null: it waits. dma-mmio.md 1.7. */
export function executeDeviceOp(d: InBoxDmaBuf, op: DeviceOp): Ending | null {
  const device = d.devices[op.device];
  if (device === undefined || device.isRemoved) return 'absent';
  if (op.op === 'open') return open(d, device);
  if (op.op === 'remove') return remove(d, device);
  if (!device.isOpen) return 'absent';
  if (op.op === 'suspend' || op.op === 'wakeup') return runtimePower(d, device, op.op);
  if (op.op === 'touch') return device.memoryLocked ? 'waits' : d.parts.touch(d, device);
  return trigger(d, device, op);
}

function open(d: InBoxDmaBuf, device: VfioDevice): Ending {
  if (device.isOpen) return 'absent';
  if (d.setLocked) return 'waits';
  d.parts.open(device);
  return 0;
}

/** Whose driver is being unbound has none that could be unbound again. */
function remove(d: InBoxDmaBuf, device: VfioDevice): Ending | null {
  if (device.isUnbinding) return 'absent';
  device.isUnbinding = true;
  return d.calls.begin(device.index, 'remove', d.parts.remove(d, device));
}

function runtimePower(d: InBoxDmaBuf, device: VfioDevice, op: 'suspend' | 'wakeup'): Ending {
  if (op === 'wakeup') {
    if (!device.isSuspended) return 'absent';
    d.parts.resume(d, device);
    return 0;
  }
  // A call on the device keeps it awake: one that holds its lock, or a hot reset, which resumed the whole set.
  const isKeptAwake = device.memoryLocked || d.calls.waiting.some((call) => call.op === 'hotReset');
  if (!device.lowPower || device.isSuspended || isKeptAwake) return 'absent';
  device.isSuspended = true;
  // The driver's suspend callback sets D0 ahead of the PCI core.
  device.powerState = 0;
  return 0;
}

const needsSet = ({ op }: TriggerOp): boolean => op === 'close' || op === 'hotReset';

function trigger(d: InBoxDmaBuf, device: VfioDevice, op: TriggerOp): Ending | null {
  if (d.setLocked && needsSet(op)) return 'waits';
  const early = d.parts.endsEarly(device, op);
  if (early === null && device.memoryLocked && op.op !== 'hotReset') return 'waits';
  d.parts.resume(d, device);
  return early !== null ? early : d.calls.begin(device.index, op.op, bodyOf(d, device, op));
}

function bodyOf(d: InBoxDmaBuf, device: VfioDevice, op: TriggerOp): Call {
  switch (op.op) {
    case 'close':
      return d.parts.close(d, device);
    case 'reset':
      return d.parts.reset(d, device, op);
    case 'hotReset':
      return d.parts.hotReset(d, device, op);
    case 'command':
      return d.parts.command(d, device, op);
    case 'power':
      return d.parts.power(d, device, op);
    case 'flr':
      return d.parts.flr(d, device, op);
    case 'lowPowerEntry':
    case 'lowPowerEntryWithWakeup':
      return d.parts.lowPowerEntry(d, device, op.op === 'lowPowerEntryWithWakeup');
    case 'lowPowerExit':
      return d.parts.lowPowerExit(d, device);
  }
}
