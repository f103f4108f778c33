import type { ExportOp } from '../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../model/vocabulary/errno';
import type { DmaBufParts } from '../../in-box/dma-buf';
import { DmaBuf } from '../../in-box/dma-buf/objects/dma-buf';
import type { VfioDevice } from '../../in-box/dma-buf/objects/vfio-device';
import { errnoWord, type KernelExporter } from './kernel-exporter';

/** Of VFIO_DEVICE_FEATURE. dma-mmio.md 0.4. */
const DMA_BUF = 11;
const FLAGS = { get: 16, set: 17, probe: 18, otherFlags: 19 } as const;
/** What of the user's memory is readable: `readable` in c/export.c. */
const READABLE = [null, 'header', 'payload', 'ranges'] as const;

const flagsOf = (op: ExportOp): number =>
  Object.entries(FLAGS).reduce(
    (flags, [name, bit]) => flags + (op[name as keyof typeof FLAGS] ? 2 ** bit : 0),
    DMA_BUF,
  );

/** The export, in kernel code. dma-mmio.md 1.2. */
export const exportParts = (kernel: () => KernelExporter): Pick<DmaBufParts, 'exportBuf'> => ({
  exportBuf(d, device, op) {
    // Nobody has a file of a device without a driver.
    if (device.isRemoved) return Errno.EINVAL;
    const k = kernel();
    prepare(k, op);
    const buf = new DmaBuf(op.buf, device);
    const state = run(k, device, op, buf);
    const physVec = k.host.takePhys();
    if (state.is !== 'over') return 'waits';
    const isMade = state.value === 0 && physVec.length > 0;
    if (!isMade) return state.value;
    buf.physVec = physVec;
    d.bufs.set(op.buf, buf);
    d.giveName(op.buf);
    return 0;
  },
});

function prepare(k: KernelExporter, { fail, ranges }: ExportOp): void {
  k.host.refusesMemory = fail?.at === 'allocation';
  for (const { length, offset } of ranges) k.ask('range', [offset, length]);
  if (fail === null) return;
  const [file, fd] = [fail.at === 'create' ? fail.errno : 0, fail.at === 'fd' ? fail.errno : 0];
  const words = [Number(fail.at === 'copy'), Number(fail.at === 'registration'), file, fd];
  k.ask('exportFaults', words.map(errnoWord));
}

function run(k: KernelExporter, device: VfioDevice, op: ExportOp, buf: DmaBuf): ReturnType<KernelExporter['call']> {
  const { argsz, fail, flags, openFlags, region, unreadable } = op;
  const words = [argsz, flagsOf(op), region, openFlags, flags, READABLE.indexOf(unreadable)].map(BigInt);
  const all = [BigInt(device.index), k.buffers.numberOf(buf), ...words];
  const state = k.call('export', device, 'export', all, fail?.at === 'resume' ? { resume: Errno.EIO } : {});
  // Not asked for by a call that ended before it.
  k.host.refusesMemory = false;
  return state;
}
