import { Errno } from '../../../../model/vocabulary/errno';
import type { ImporterParts } from '../parts/importer';

/** Attachments, and the end of a buffer. dma-mmio.md 1.5. */
export const attachParts: Pick<
  ImporterParts,
  'opsOf' | 'mayAttach' | 'addAttachment' | 'detach' | 'putFile' | 'releaseBuf' | 'unlinkBuf'
> = {
  opsOf: ({ kind }) => ({ peer2peer: kind !== 'static', revocable: kind === 'revocable' }),

  mayAttach(buf, ops) {
    if (!ops.peer2peer) return Errno.EOPNOTSUPP;
    if (buf.revoked) return Errno.ENODEV;
    return ops.revocable ? 0 : Errno.EOPNOTSUPP;
  },

  addAttachment(attachment) {
    const { buf } = attachment;
    buf.attachments.unshift(attachment);
    buf.fileRefs++;
  },

  detach(d, attachment) {
    const { buf } = attachment;
    buf.attachments = buf.attachments.filter((other) => other !== attachment);
    d.parts.putFile(d, buf);
  },

  putFile(d, buf) {
    if (--buf.fileRefs === 0) d.parts.releaseBuf(d, buf);
  },

  releaseBuf(d, buf) {
    const { vdev } = buf;
    if (vdev !== null) {
      d.parts.unlinkBuf(buf);
      d.parts.putRegistration(vdev);
    }
    d.bufs.delete(buf.name);
  },

  unlinkBuf(buf) {
    const vdev = buf.vdev!;
    vdev.dmaBufs = vdev.dmaBufs.filter((other) => other !== buf);
  },
};
