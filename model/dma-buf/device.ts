import type { Call } from './call';
import type { Device, World } from './state';

/** The user's CPU mappings of the BARs go. */
export function zap(device: Device, { events }: Call): void {
  device.cpuMapped = false;
  events.push({ event: 'zap', device: device.index });
}

/** Runtime suspend takes the device to D0 first, and there it resumes; a D3hot of the user is forgotten. */
export function suspend(device: Device): void {
  device.suspended = true;
  device.powerState = 0;
}

/** Runtime resume: a device with an eventfd to fire leaves low power by itself. dma-mmio.md 1.7. */
export function resume(device: Device): void {
  if (!device.suspended) return;
  device.suspended = false;
  if (device.wakeup) leaveLowPower(device);
}

/** Resume for an export. Whether that reaches a device that the user put in another state than D0 is open: dma-mmio.md 11.10. */
export function resumeForExport({ config: { assumptions } }: World, device: Device): void {
  resume(device);
  if (assumptions.DMABUF_D3HOT_EXPORT === 'wakes') device.powerState = 0;
}

export function leaveLowPower(device: Device): void {
  device.lowPower = false;
  device.wakeup = false;
}
