import type { ExportOp } from '../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../model/vocabulary/errno';
import type { DmaBufStep } from '../rule';

/** One row of dma-mmio.md 1.2. */
interface Row {
  readonly row: string;
  readonly errno: number | ((op: ExportOp) => number);
  fails(op: ExportOp, step: DmaBufStep): boolean;
}

const TOP = 1n << 64n;
const HALF = 1n << 63n;

const exporterOf = (op: ExportOp, { config }: DmaBufStep) => config.exporters[op.device]!;
const barOf = (op: ExportOp, step: DmaBufStep) => exporterOf(op, step).bars[op.region];
const total = ({ ranges }: ExportOp): bigint => ranges.reduce((sum, { length }) => sum + length, 0n);

/** Index of the first range that is beyond the BAR, or overflows; and which of the two. Null: none is. */
function firstOutside(op: ExportOp, step: DmaBufStep): 'overflow' | 'beyond' | null {
  const bar = barOf(op, step);
  if (bar === undefined) return null;
  for (const { offset, length } of op.ranges) {
    if (bar.base + offset + length >= TOP) return 'overflow';
    if (offset + length > bar.bytes) return 'beyond';
  }
  return null;
}

const isUnaligned = ({ ranges }: ExportOp, { config }: DmaBufStep): boolean => {
  const page = BigInt(2 ** config.pageLg);
  return ranges.some(({ offset, length }) => length === 0n || offset % page !== 0n || length % page !== 0n);
};

/** errno of the fault that the op has in store at this step. */
const faultErrno = ({ fail }: ExportOp): number => (fail !== null && 'errno' in fail ? fail.errno : Errno.ENOMEM);

/** The checks of an export in their order; a rule on one of them has something to say where no earlier one fails. */
const ROWS: readonly Row[] = [
  { row: 'not open', errno: Errno.EINVAL, fails: (op, { before }) => !before.device(op.device).open },
  { row: 'resume', errno: Errno.EIO, fails: ({ fail }) => fail?.at === 'resume' },
  { row: 'header', errno: Errno.EFAULT, fails: ({ unreadable }) => unreadable === 'header' },
  { row: 'argsz', errno: Errno.EINVAL, fails: ({ argsz }) => argsz < 8 },
  { row: 'other flags', errno: Errno.EINVAL, fails: ({ otherFlags }) => otherFlags },
  { row: 'GET and SET', errno: Errno.EINVAL, fails: ({ get, set, probe }) => get && set && !probe },
  { row: 'no feature', errno: Errno.ENOTTY, fails: (op, step) => exporterOf(op, step).driver === 'noFeature' },
  { row: 'no dma-buf', errno: Errno.ENOTTY, fails: (_op, { config }) => !config.hasDmaBuf },
  { row: 'no ranges', errno: Errno.EOPNOTSUPP, fails: (op, step) => exporterOf(op, step).driver === 'noRanges' },
  { row: 'SET', errno: Errno.EINVAL, fails: ({ set }) => set },
  { row: 'PROBE', errno: 0, fails: ({ probe }) => probe },
  { row: 'neither', errno: Errno.EINVAL, fails: ({ get }) => !get },
  { row: 'small argsz', errno: Errno.EINVAL, fails: ({ argsz }) => argsz < 24 },
  { row: 'payload', errno: Errno.EFAULT, fails: ({ unreadable }) => unreadable === 'payload' },
  { row: 'nr_ranges', errno: Errno.EINVAL, fails: ({ ranges }) => ranges.length === 0 },
  { row: 'flags', errno: Errno.EINVAL, fails: ({ flags }) => flags !== 0 },
  { row: 'region', errno: Errno.ENODEV, fails: ({ region }) => region >= 6 },
  {
    row: 'not claimed',
    errno: Errno.ENODEV,
    fails: (op, step) => barOf(op, step)!.kind === 'absent' || !barOf(op, step)!.claimed,
  },
  { row: 'copy', errno: Errno.ENOMEM, fails: ({ fail }) => fail?.at === 'copy' },
  { row: 'ranges', errno: Errno.EFAULT, fails: ({ unreadable }) => unreadable === 'ranges' },
  { row: 'alignment', errno: Errno.EINVAL, fails: isUnaligned },
  { row: 'total', errno: Errno.EINVAL, fails: (op) => total(op) >= HALF },
  { row: 'allocation', errno: Errno.ENOMEM, fails: ({ fail }) => fail?.at === 'allocation' },
  { row: 'I/O BAR', errno: Errno.EINVAL, fails: (op, step) => barOf(op, step)!.kind !== 'memory' },
  { row: 'provider', errno: Errno.EINVAL, fails: (op, step) => !exporterOf(op, step).providers },
  { row: 'overflow', errno: Errno.EOVERFLOW, fails: (op, step) => firstOutside(op, step) === 'overflow' },
  { row: 'beyond', errno: Errno.EINVAL, fails: (op, step) => firstOutside(op, step) === 'beyond' },
  { row: 'registration', errno: Errno.ENODEV, fails: ({ fail }) => fail?.at === 'registration' },
  { row: 'create', errno: faultErrno, fails: ({ fail }) => fail?.at === 'create' },
  { row: 'fd', errno: faultErrno, fails: ({ fail }) => fail?.at === 'fd' },
];

/** The first check that fails, and what the export must return then. */
export interface Refusal {
  readonly row: string;
  readonly errno: number;
  /** The checks behind it that would fail too. */
  readonly later: readonly string[];
}

/** What an export that was made must be refused for, in the order of dma-mmio.md 1.2; null: it must succeed. */
export function refusalOf(step: DmaBufStep): Refusal | null {
  const op = step.op as ExportOp;
  const at = ROWS.findIndex((row) => row.fails(op, step));
  if (at < 0) return null;
  const { row, errno } = ROWS[at]!;
  // A later check may look at a BAR that is not there.
  const later = ROWS.slice(at + 1).filter((other) => barOf(op, step) !== undefined && other.fails(op, step));
  return { row, errno: typeof errno === 'number' ? errno : errno(op), later: later.map((other) => other.row) };
}
