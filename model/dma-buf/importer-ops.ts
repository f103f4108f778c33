/** What importers and holders of the fd do: dma-mmio.md 1.5. */
import type { ImporterOp } from '../vocabulary/dma-buf/op';
import type { DmaBufEvent } from '../vocabulary/dma-buf/outcome';
import { Errno } from '../vocabulary/errno';
import type { Calls } from './calls';
import { mapRanges, unmap } from './map';
import { absent, returned, waits, type Ended } from './ended';
import { mappingsOf, type Attachment, type Buf, type World } from './state';

type OpCalled<Name extends ImporterOp['op']> = Extract<ImporterOp, { readonly op: Name }>;

export function stepImporter(world: World, calls: Calls, op: ImporterOp, events: DmaBufEvent[]): Ended {
  switch (op.op) {
    case 'attach':
      return attach(world, op);
    case 'map':
      return map(world, calls, op, events);
    case 'unmap':
      return unmapOp(world, calls, op, events);
    case 'detach':
    case 'pin':
    case 'unpin':
      return onAttachment(world, calls, op);
    case 'addFence':
      return addFence(world, calls, op);
    case 'signalFence':
      return signalFence(world, op.fence);
    case 'mmap':
      return world.bufs.get(op.buf)?.fdOpen === true ? returned(Errno.EINVAL) : absent;
    case 'release':
      return release(world, calls, op);
  }
}

/** Peer-to-peer first, revoked second, the callback third (BUF-017). */
function attach(world: World, op: OpCalled<'attach'>): Ended {
  const buf = world.bufs.get(op.buf);
  const importer = world.config.importers[op.importer];
  if (buf?.fdOpen !== true || importer === undefined || world.names.has(op.attachment)) return absent;
  if (importer.kind === 'static') return returned(Errno.EOPNOTSUPP);
  if (buf.revoked) return returned(Errno.ENODEV);
  if (importer.kind === 'pinned') return returned(Errno.EOPNOTSUPP);
  addAttachment(world, { name: op.attachment, buf, importer: op.importer });
  return returned(0);
}

export function addAttachment(world: World, attachment: Attachment): void {
  world.names.add(attachment.name);
  world.attachments.set(attachment.name, attachment);
  attachment.buf.attachments = [attachment, ...attachment.buf.attachments];
}

function map(world: World, calls: Calls, op: OpCalled<'map'>, events: DmaBufEvent[]): Ended {
  const attachment = driversAttachment(world, op.attachment);
  if (attachment === null || world.names.has(op.mapping)) return absent;
  const { buf } = attachment;
  if (calls.holdsReservationLock(buf)) return waits;
  if (buf.revoked) return returned(Errno.ENODEV);
  const { mapping: name, direction, fail } = op;
  const ranges = mapRanges(world, { mapping: name, attachment, direction, fail, events });
  if (typeof ranges === 'number') return returned(ranges);
  world.names.add(name);
  world.mappings.set(name, { name, attachment, direction, ranges });
  return returned(0);
}

function unmapOp(world: World, calls: Calls, op: OpCalled<'unmap'>, events: DmaBufEvent[]): Ended {
  const mapping = world.mappings.get(op.mapping);
  if (mapping === undefined) return absent;
  if (calls.holdsReservationLock(mapping.attachment.buf)) return waits;
  unmap(world, mapping, events);
  return returned(0);
}

/** The exporter has no pin ops: both are 0 whatever the state. */
function onAttachment(world: World, calls: Calls, op: OpCalled<'detach' | 'pin' | 'unpin'>): Ended {
  const attachment = driversAttachment(world, op.attachment);
  if (attachment === null) return absent;
  if (op.op !== 'detach') return calls.holdsReservationLock(attachment.buf) ? waits : returned(0);
  if (mappingsOf(world, attachment).length > 0) return absent;
  if (needsHeldLock(calls, attachment)) return waits;
  drop(world, attachment);
  return returned(0);
}

/** Whether `drop` would need a lock that a waiting call holds. */
export function needsHeldLock(calls: Calls, { buf }: Attachment): boolean {
  const isLast = !buf.fdOpen && buf.attachments.length === 1;
  return calls.holdsReservationLock(buf) || (isLast && isListLocked(calls, buf));
}

/** Detaches, and frees the buffer with its last reference. */
export function drop(world: World, attachment: Attachment): void {
  const { buf } = attachment;
  buf.attachments = buf.attachments.filter((other) => other !== attachment);
  world.attachments.delete(attachment.name);
  freeUnused(world, buf);
}

function addFence(world: World, calls: Calls, op: OpCalled<'addFence'>): Ended {
  const buf = world.bufs.get(op.buf);
  if (buf === undefined || world.names.has(op.fence)) return absent;
  if (calls.holdsReservationLock(buf)) return waits;
  world.names.add(op.fence);
  world.fences.set(op.fence, buf);
  buf.fences.add(op.fence);
  return returned(0);
}

function signalFence(world: World, fence: string): Ended {
  const buf = world.fences.get(fence);
  if (buf === undefined) return absent;
  world.fences.delete(fence);
  buf.fences.delete(fence);
  return returned(0);
}

function release(world: World, calls: Calls, op: OpCalled<'release'>): Ended {
  const buf = world.bufs.get(op.buf);
  if (buf?.fdOpen !== true) return absent;
  if (buf.attachments.length === 0 && isListLocked(calls, buf)) return waits;
  buf.fdOpen = false;
  freeUnused(world, buf);
  return returned(0);
}

/** Unlinking from the device's list needs its memory lock; an orphan is on no list. */
const isListLocked = (calls: Calls, { orphaned, device }: Buf): boolean => !orphaned && calls.holdsMemoryLock(device);

function freeUnused(world: World, buf: Buf): void {
  if (!buf.fdOpen && buf.attachments.length === 0) world.bufs.delete(buf.name);
}

/** The attachment of a driver called `name`; those of the IOAS are iommufd's own. */
function driversAttachment(world: World, name: string): Attachment | null {
  const attachment = world.attachments.get(name);
  return attachment === undefined || attachment.importer === null ? null : attachment;
}
