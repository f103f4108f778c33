import type { ExportOp } from '../../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../../model/vocabulary/errno';
import { SPOILED_PERCENT, SPOILED_TWICE_PERCENT, TOP } from '../bounds';
import type { CaseContext, Move } from '../context';
import { drawRanges } from '../ranges';

const READ_WRITE = 2;
const CLOEXEC = 0o2000000;
const FULL_ARGSZ = 24;

/** An export that is right, but for one or two things now and then. */
export const exportBar: Move = (c) => {
  const { draw } = c;
  const device = draw.chance(95) ? c.openDevice() : c.device();
  if (device === null) return null;
  const { region, bar } = c.memoryBar(device);
  const op: ExportOp = {
    op: 'export',
    buf: c.name('buf'),
    device,
    argsz: FULL_ARGSZ,
    get: true,
    set: false,
    probe: false,
    otherFlags: false,
    region,
    openFlags: draw.chance(50) ? READ_WRITE : READ_WRITE | CLOEXEC,
    flags: 0,
    ranges: drawRanges(c, bar),
    unreadable: null,
    fail: null,
  };
  if (!draw.chance(c.theme.spoiled ?? SPOILED_PERCENT)) return op;
  const once = draw.pick(SPOILERS)(op, c);
  return draw.chance(SPOILED_TWICE_PERCENT) ? draw.pick(SPOILERS)(once, c) : once;
};

type Spoiler = (op: ExportOp, c: CaseContext) => ExportOp;

const changed = (op: ExportOp, c: CaseContext, range: Partial<ExportOp['ranges'][number]>): ExportOp => {
  if (op.ranges.length === 0) return op;
  const at = c.draw.int(op.ranges.length);
  return { ...op, ranges: op.ranges.with(at, { ...op.ranges[at]!, ...range }) };
};

/** One for each row of dma-mmio.md 1.2 that a caller, or bad luck, can bring about. */
const SPOILERS: readonly Spoiler[] = [
  (op) => ({ ...op, fail: { at: 'resume' } }),
  (op, { draw }) => ({ ...op, unreadable: draw.pick(['header', 'payload', 'ranges'] as const) }),
  (op, { draw }) => ({ ...op, argsz: draw.pick([0, 7, 8, 23]) }),
  (op) => ({ ...op, otherFlags: true }),
  (op) => ({ ...op, set: true }),
  (op) => ({ ...op, probe: true }),
  (op) => ({ ...op, probe: true, set: true }),
  (op) => ({ ...op, get: false }),
  (op) => ({ ...op, get: false, set: true }),
  (op) => ({ ...op, ranges: [] }),
  (op) => ({ ...op, flags: 1 }),
  (op, { draw }) => ({ ...op, region: draw.pick([6, 7, 8, 0xffff_ffff]) }),
  (op, { draw }) => ({ ...op, region: draw.pick([1, 2, 3, 4, 5]) }),
  (op) => ({ ...op, region: 3 }),
  (op) => ({ ...op, region: 2 }),
  (op) => ({ ...op, fail: { at: 'copy' } }),
  (op, c) => changed(op, c, { offset: c.page / 2n }),
  (op, c) => changed(op, c, { length: c.draw.pick([0n, c.page / 2n, c.page + 1n]) }),
  (op, c) => changed(op, c, { length: 1n << 63n }),
  (op, c) => ({ ...op, ranges: [...op.ranges, { offset: 0n, length: TOP - c.page }, { offset: 0n, length: c.page }] }),
  (op) => ({ ...op, fail: { at: 'allocation' } }),
  (op, c) => changed(op, c, { offset: TOP - c.page, length: c.page }),
  (op, c) => {
    const { bytes } = c.config.exporters[op.device]!.bars[op.region] ?? { bytes: c.page };
    const end = (bytes / c.page) * c.page;
    return changed(op, c, c.draw.chance(50) ? { offset: end, length: c.page } : { offset: 0n, length: end + c.page });
  },
  (op) => ({ ...op, fail: { at: 'registration' } }),
  (op, { draw }) => ({
    ...op,
    fail: { at: 'create', errno: draw.pick([Errno.ENOMEM, Errno.ENFILE, Errno.ENOENT]) },
  }),
  (op) => ({ ...op, fail: { at: 'fd', errno: Errno.EMFILE } }),
];
