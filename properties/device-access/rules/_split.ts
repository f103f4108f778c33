import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../../model/vocabulary/device-access/op';
import { pagesOf } from '../../../model/vocabulary/units';
import { NOT_EXERCISED, type Judgement } from '../../page-table/rule';
import type { DeviceRun } from '../rule';
import { compareRuns, covers, withoutCaching, type IoMapOp, type Variant } from './_relation';
import type { DmaOutcome } from '../../../model/vocabulary/device-access/outcome';

/** log2 size of the pieces that a leaf is to be replaced by, or null where it stays. */
export type PieceOf = (op: IoMapOp) => number | null;

/** A leaf that stands as pieces. */
interface Split {
  readonly op: IoMapOp;
  readonly pieces: readonly IoMapOp[];
}

/** Every page that a table may be asked for: of requests, of what S1 leaves make of them, and the S1-side tables. */
function askedPages(config: DeviceAccessConfig, ops: readonly DeviceAccessOp[]): readonly number[] {
  const iovas = new Set(ops.flatMap((op) => (op.op === 'dma' ? [op.iova] : [])));
  const pages = new Set(iovas);
  for (const op of ops) {
    if (op.op !== 'ioMap' || config.tables[op.table]?.format !== 'amdv2') continue;
    for (const iova of iovas) if (covers(op, iova)) pages.add(op.oa + iova - op.iova);
  }
  for (const { format, address, pages: count } of config.tables)
    if (format !== 'amdv1') for (let i = 0; i < count; i++) pages.add(address + i);
  return [...pages];
}

/** The pieces of a leaf that hold a page asked for; one of them always, so that what lay there before goes. */
function piecesOf(op: IoMapOp, lg: number, asked: readonly number[]): readonly IoMapOp[] {
  const span = pagesOf(lg);
  const starts = asked.filter((page) => covers(op, page)).map((page) => Math.floor((page - op.iova) / span) * span);
  return [...new Set([0, ...starts])].map((into) => ({ ...op, iova: op.iova + into, oa: op.oa + into, lg }));
}

/** True unless the op is refused for what it asks. 512G is no size of v1 (page-tables.md 1.3). */
const isPlain = ({ iova, oa, lg }: IoMapOp): boolean =>
  lg >= 12 && lg !== 39 && iova % pagesOf(lg) === 0 && oa % pagesOf(lg) === 0;

const overlap = (a: IoMapOp, b: IoMapOp): boolean =>
  a.table === b.table && a.iova < b.iova + pagesOf(b.lg) && b.iova < a.iova + pagesOf(a.lg);

/** From such an op on a leaf and its pieces may be treated differently. */
const endsSplits = ({ op }: DeviceAccessOp): boolean => op === 'poke' || op === 'psmashIo';

/** What every split of a trace begins with. */
interface Uncut {
  readonly config: DeviceAccessConfig;
  readonly of: readonly DeviceAccessOp[];
  /** The trace that pieces are laid beside. */
  readonly whole: readonly DeviceAccessOp[];
  readonly asked: readonly number[];
}

let last: Uncut | null = null;

/** Rules split the same trace one after the other: the last one is kept, and its whole is run once for all. */
function uncut(config: DeviceAccessConfig, of: readonly DeviceAccessOp[]): Uncut {
  if (last?.of === of && last.config === config) return last;
  const end = of.findIndex(endsSplits);
  const whole = withoutCaching(end < 0 ? of : of.slice(0, end));
  last = { config, of, whole, asked: askedPages(config, of) };
  return last;
}

/**
 * The trace, and the trace with leaves replaced by pieces, both without caching and up to the first op that would treat
 * a leaf and its pieces differently. Null where there is nothing to replace.
 */
export function splitLeaves(
  config: DeviceAccessConfig,
  ops: readonly DeviceAccessOp[],
  pieceOf: PieceOf,
): readonly Variant[] | null {
  const { whole, asked } = uncut(config, ops);
  const splits: Split[] = [];
  const inPieces: DeviceAccessOp[] = [];
  let replaced = false;
  /** Takes the pieces of leaves that `is` names away again. */
  const unmapPieces = (is: (split: Split) => boolean): boolean => {
    const gone = splits.filter(is);
    for (const split of gone) {
      splits.splice(splits.indexOf(split), 1);
      for (const { table, iova } of split.pieces) inPieces.push({ op: 'ioUnmap', table, iova });
    }
    return gone.length > 0;
  };
  for (const op of ops) {
    if (endsSplits(op)) break;
    if (op.op === 'ioUnmap') {
      if (!unmapPieces((split) => split.op.table === op.table && covers(split.op, op.iova))) inPieces.push(op);
      continue;
    }
    // What lies in the way of a leaf goes as a whole.
    if (op.op === 'ioMap' && isPlain(op)) unmapPieces((split) => overlap(split.op, op));
    const lg = op.op === 'ioMap' && isPlain(op) ? pieceOf(op) : null;
    if (op.op === 'ioMap' && lg !== null) {
      const pieces = piecesOf(op, lg, asked);
      splits.push({ op, pieces });
      inPieces.push(...pieces);
      replaced = true;
    } else inPieces.push(op);
  }
  if (!replaced) return null;
  return [
    { config, ops: whole },
    { config, ops: withoutCaching(inPieces) },
  ];
}

/** Some table had no page left. */
const ranOut = ({ ops, outcomes }: DeviceRun): boolean =>
  outcomes.some(({ done }, i) => {
    const op = ops[i]!;
    return op.op === 'ioMap' && isPlain(op) && !done;
  });

/** Judges a trace beside the one in pieces; where a table had no page left there is nothing to compare. */
export function judgeSplit(
  variants: readonly DeviceRun[],
  differ: (a: DmaOutcome, b: DmaOutcome) => boolean,
): Judgement {
  const [whole, pieces] = [variants[0]!, variants[1]!];
  return ranOut(whole) || ranOut(pieces) ? NOT_EXERCISED : compareRuns(whole, pieces, differ);
}
