import type { Op, Trace } from '../../model/vocabulary';
import { ITEM_PAGES } from '../../model/vocabulary/units';
import type { Pass } from './shrink-pass';
import { tryEach, withOp, withOps } from './shrink-pass';

/** Which addresses of an op: reading one, and giving it another. */
interface Side {
  read(op: Op): number | null;
  write(op: Op, page: number): Op;
}

const IOVA: Side = {
  // A budget or sync has none; 0 is where it cannot get any smaller.
  read: (op) => (op.iova === 0 ? null : op.iova),
  write: (op, iova) => ({ ...op, iova }),
};
const OA: Side = {
  read: (op) => (op.segments === null ? op.oa : op.segments[0]!.oa) || null,
  write(op, oa) {
    if (op.segments === null) return { ...op, oa };
    const by = oa - op.segments[0]!.oa;
    return { ...op, segments: op.segments.map((segment) => ({ ...segment, oa: Math.max(0, segment.oa + by) })) };
  },
};

/** What a move keeps: nothing, whether a page is odd, its place in a 64 KiB leaf, in its table, in its table of tables … */
const SPANS: readonly number[] = [1, 2, 16, ITEM_PAGES[1]!, ITEM_PAGES[2]!, ITEM_PAGES[3]!];

/** Everything from `from` on moves down by `by`. */
const moveDown = (trace: Trace, side: Side, from: number, by: number): Trace =>
  withOps(
    trace,
    trace.ops.map((op) => {
      const page = side.read(op);
      return page !== null && page >= from ? side.write(op, page - by) : op;
    }),
  );

/**
 * Closes the gap below the i-th smallest address: what lies above moves down with it, next to its neighbour or by
 * whole spans, so that alignment and the order of addresses stay.
 */
const closeGap =
  (side: Side, i: number, span: number) =>
  (trace: Trace): Trace | null => {
    const pages = [...new Set(trace.ops.flatMap((op) => side.read(op) ?? []))].sort((a, b) => a - b);
    const page = pages[i];
    if (page === undefined) return null;
    const below = i === 0 ? 0 : pages[i - 1]!;
    const gap = i === 0 ? page : page - below - 1;
    const by = Math.floor(gap / span) * span;
    return by > 0 ? moveDown(trace, side, page, by) : null;
  };

/** All addresses of both sides by the same distance, so that pairs stay aligned alike. */
const moveBoth =
  (span: number) =>
  (trace: Trace): Trace | null => {
    const mapped = trace.ops.filter((op) => OA.read(op) !== null);
    const lowest = Math.min(...trace.ops.flatMap((op) => IOVA.read(op) ?? []), ...mapped.map((op) => OA.read(op)!));
    const by = Number.isFinite(lowest) ? Math.floor(lowest / span) * span : 0;
    return by > 0 ? moveDown(moveDown(trace, IOVA, 0, by), OA, 0, by) : null;
  };

/** One address on its own: 0, the start of its table, the address that the op before it has. */
const moveOne =
  (side: Side, at: number, target: (trace: Trace) => number | null) =>
  (trace: Trace): Trace | null => {
    const op = trace.ops[at]!;
    const page = side.read(op);
    const wanted = target(trace);
    return page === null || wanted === null || wanted >= page ? null : withOp(trace, at, side.write(op, wanted));
  };

const alignedDown = (side: Side, at: number, span: number) => (trace: Trace) => {
  const page = side.read(trace.ops[at]!);
  return page === null ? null : page - (page % span);
};

/** Moves addresses together and towards zero. */
export const moveAddresses: Pass = function* (trace) {
  const places = trace.ops.map((_, i) => i);
  let best = yield* tryEach(trace, SPANS.map(moveBoth));
  for (const side of [IOVA, OA]) {
    best = yield* tryEach(best, [
      ...places.flatMap((i) => SPANS.map((span) => closeGap(side, i, span))),
      ...places.flatMap((at) => [
        moveOne(side, at, () => 0),
        moveOne(side, at, (before) => (at === 0 ? null : side.read(before.ops[at - 1]!))),
        ...SPANS.slice(1)
          .toReversed()
          .map((span) => moveOne(side, at, alignedDown(side, at, span))),
      ]),
    ]);
  }
};
