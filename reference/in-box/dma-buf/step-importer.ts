import type { ImporterOp, Name } from '../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../model/vocabulary/errno';
import type { Ending } from './call';
import type { InBoxDmaBuf } from './in-box';
import { Attachment } from './objects/attachment';
import type { DmaBuf } from './objects/dma-buf';
import { Mapping } from './objects/mapping';

type Of<Op extends ImporterOp['op']> = Extract<ImporterOp, { op: Op }>;

/** Executes what an importer or the holder of an fd does. dma-mmio.md 1.5. */
export function executeImporterOp(d: InBoxDmaBuf, op: ImporterOp): Ending {
  switch (op.op) {
    case 'attach':
      return attach(d, op);
    case 'map':
      return map(d, op);
    case 'unmap':
      return unmap(d, op.mapping);
    case 'signalFence':
      return signalFence(d, op.fence);
    case 'detach':
    case 'pin':
    case 'unpin':
      return onAttachment(d, op);
    case 'addFence':
      return addFence(d, op);
    case 'mmap':
    case 'release':
      return onFd(d, op);
  }
}

/** The last reference of a buffer is dropped under the memory lock of its device. */
export const mustWaitToDrop = ({ fileRefs, vdev }: DmaBuf): boolean =>
  fileRefs === 1 && vdev !== null && vdev.memoryLocked;

/** Null where the fd is closed. */
export function bufOfFd(d: InBoxDmaBuf, name: Name): DmaBuf | null {
  const buf = d.bufs.get(name);
  return buf !== undefined && buf.isFdOpen ? buf : null;
}

function attach(d: InBoxDmaBuf, { attachment: name, buf: bufName, importer }: Of<'attach'>): Ending {
  const buf = bufOfFd(d, bufName);
  const config = d.config.importers[importer];
  if (buf === null || config === undefined || d.hasName(name)) return 'absent';
  const ops = d.parts.opsOf(config);
  const refused = d.parts.mayAttach(buf, ops);
  if (refused !== 0) return refused;
  const attachment = new Attachment(name, buf, ops, importer);
  d.parts.addAttachment(attachment);
  d.giveName(name);
  d.attachments.set(name, attachment);
  return 0;
}

function map(d: InBoxDmaBuf, { attachment: attachmentName, direction, fail, mapping: name }: Of<'map'>): Ending {
  const attachment = d.attachments.get(attachmentName);
  if (attachment === undefined || d.hasName(name)) return 'absent';
  if (attachment.buf.resv.locked) return 'waits';
  d.fault = fail;
  const ret = d.parts.map(d, new Mapping(name, attachment, direction));
  d.fault = null;
  if (ret === 0) d.giveName(name);
  return ret;
}

function unmap(d: InBoxDmaBuf, name: Name): Ending {
  const mapping = d.mappings.get(name);
  if (mapping === undefined) return 'absent';
  if (mapping.attachment.buf.resv.locked) return 'waits';
  d.parts.unmap(d, mapping);
  return 0;
}

function signalFence(d: InBoxDmaBuf, name: Name): Ending {
  const fence = d.fences.get(name);
  if (fence === undefined) return 'absent';
  fence.signalled = true;
  d.fences.delete(name);
  return 0;
}

function onAttachment(d: InBoxDmaBuf, op: Of<'detach' | 'pin' | 'unpin'>): Ending {
  const attachment = d.attachments.get(op.attachment);
  if (attachment === undefined) return 'absent';
  if (op.op === 'detach' && attachment.mappings.length > 0) return 'absent';
  if (attachment.buf.resv.locked) return 'waits';
  // The exporter has no pin ops: nothing moves.
  if (op.op !== 'detach') return 0;
  if (mustWaitToDrop(attachment.buf)) return 'waits';
  d.attachments.delete(attachment.name);
  d.parts.detach(d, attachment);
  return 0;
}

function onFd(d: InBoxDmaBuf, op: Of<'mmap' | 'release'>): Ending {
  const buf = bufOfFd(d, op.buf);
  if (buf === null) return 'absent';
  if (op.op === 'mmap') return Errno.EINVAL;
  if (mustWaitToDrop(buf)) return 'waits';
  buf.isFdOpen = false;
  d.parts.putFile(d, buf);
  return 0;
}

/** Work may begin as long as the buffer is there, whoever holds it. */
function addFence(d: InBoxDmaBuf, { buf: bufName, fence: name, usage }: Of<'addFence'>): Ending {
  const buf = d.bufs.get(bufName);
  if (buf === undefined || d.hasName(name)) return 'absent';
  if (buf.resv.locked) return 'waits';
  const fence = { name, usage, signalled: false };
  buf.resv.fences.push(fence);
  d.fences.set(name, fence);
  d.giveName(name);
  return 0;
}
