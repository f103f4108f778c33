/** Open, the last close, unbinding: dma-mmio.md 1.4, 1.7. */
import { until, type Call, type Part } from './call';
import { leaveLowPower } from './device';
import { revoke } from './move';
import { bufsOf, type Device, type World } from './state';

export function open(device: Device): void {
  device.open = true;
  device.powerState = 0;
  device.memoryBit = device.config.memoryBit;
}

/** Every buffer is drained, then loses its device for ever. */
export function* close(world: World, device: Device, call: Call): Part<number> {
  device.cpuMapped = false;
  yield* revoke(world, device, call);
  for (const buf of bufsOf(world, device)) buf.orphaned = true;
  leaveLowPower(device);
  device.open = false;
  return 0;
}

/** The provider goes with the driver, when nothing can be mapped any more (BUF-029). */
export function* remove(world: World, device: Device): Part<number> {
  device.removing = true;
  const isOver = (): boolean => !device.open && bufsOf(world, device).length === 0;
  yield* until({ for: 'registrations', buf: null, isOver });
  device.removed = true;
  return 0;
}
