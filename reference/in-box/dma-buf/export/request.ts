import { Errno } from '../../../../model/vocabulary/errno';
import type { ExportParts } from '../parts/export';

const HEADER_BYTES = 8;

/** The VFIO device file, and the feature up to its payload: dma-mmio.md 1.2, A0 to B3. */
export const requestParts: Pick<ExportParts, 'exportBuf' | 'checkHeader' | 'checkFeature' | 'isProbe'> = {
  exportBuf(d, device, op) {
    if (!device.isOpen) return Errno.EINVAL;
    if (op.fail?.at === 'resume') return Errno.EIO;
    d.parts.resume(d, device);
    if (d.config.assumptions.DMABUF_D3HOT_EXPORT === 'wakes') device.powerState = 0;
    const refused = d.parts.checkHeader(op) || d.parts.checkFeature(d, device, op);
    if (refused !== 0) return refused;
    if (d.parts.isProbe(op)) return 0;
    return d.parts.checkArgument(d, device, op) || d.parts.createBuf(d, device, op);
  },

  checkHeader(op) {
    if (op.unreadable === 'header') return Errno.EFAULT;
    if (op.argsz < HEADER_BYTES) return Errno.EINVAL;
    if (op.otherFlags) return Errno.EINVAL;
    return op.get && op.set && !op.probe ? Errno.EINVAL : 0;
  },

  checkFeature(d, device, op) {
    const { driver } = device.config;
    if (driver === 'noFeature') return Errno.ENOTTY;
    if (!d.config.hasDmaBuf) return Errno.ENOTTY;
    if (driver === 'noRanges') return Errno.EOPNOTSUPP;
    return op.set ? Errno.EINVAL : 0;
  },

  isProbe: (op) => op.probe,
};
