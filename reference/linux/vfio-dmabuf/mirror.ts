import type { InBoxDmaBuf } from '../../in-box/dma-buf';
import type { DmaBuf } from '../../in-box/dma-buf/objects/dma-buf';
import type { VfioDevice } from '../../in-box/dma-buf/objects/vfio-device';
import type { KernelExporter } from './kernel-exporter';

/** Words that `state` tells, in the order of c/state.c. */
type Words = readonly bigint[];

/** Brings the in-box objects, which the view shows, to what kernel code has. */
export function mirror(d: InBoxDmaBuf, kernel: KernelExporter): void {
  const seen = new Set<DmaBuf>();
  // Nobody tells of one whose driver is unbound.
  for (const device of d.devices) if (device.isRemoved) forget(device);
  kernel.host.onState = (name, words) => {
    if (name === 'device') mirrorDevice(d, words);
    else if (name === 'buffer') seen.add(mirrorBuffer(kernel.buffers.at(words[0]!), words));
    else kernel.buffers.at(words[0]!).attachments.push(kernel.host.attachments.get(words[1]!)!);
  };
  const [setLocked] = kernel.ask('state');
  d.setLocked = setLocked !== 0n;
  for (const buf of d.bufs.values()) if (!seen.has(buf)) d.bufs.delete(buf.name);
}

function forget(device: VfioDevice): void {
  device.isOpen = device.memoryLocked = false;
  device.registrations = 0;
}

function mirrorDevice(d: InBoxDmaBuf, words: Words): void {
  const device = d.devices[Number(words[0])]!;
  const [, isOpen, powerState, memoryBit, lowPower, isSuspended, memoryLocked, references] = words.map(Number);
  device.isOpen = isOpen === 1;
  device.powerState = powerState!;
  // A device that is closed has no virtual registers: the next open makes them anew.
  device.memoryBit = device.isOpen ? memoryBit === 1 : device.config.memoryBit;
  device.lowPower = lowPower === 1;
  device.isSuspended = isSuspended === 1;
  device.memoryLocked = memoryLocked === 1;
  // The driver has one, until it begins to wait for the others, and an open file.
  device.registrations = references! - isOpen! - (device.isUnbinding ? 0 : 1);
}

function mirrorBuffer(buf: DmaBuf, words: Words): DmaBuf {
  const [, revoked, isListed, isLocked, fileRefs] = words.map(Number);
  buf.revoked = revoked === 1;
  buf.vdev = isListed === 1 ? buf.exporter : null;
  buf.resv.locked = isLocked === 1;
  buf.fileRefs = fileRefs!;
  buf.size = words[5]!;
  buf.attachments = [];
  return buf;
}
