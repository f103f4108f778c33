import type { Op, Trace } from '../../model/vocabulary';
import { makeOp, OpKind, UNLIMITED_BUDGET } from '../../model/vocabulary/op';
import { Prot } from '../../model/vocabulary/prot';
import { pagesOf } from '../../model/vocabulary/units';
import type { Pass } from './shrink-pass';
import { lowest, tryEach, withOp, withOps } from './shrink-pass';

const RW = Prot.READ | Prot.WRITE;
/** From the simplest `prot` on. */
const SIMPLE_PROTS: readonly number[] = [RW, RW | Prot.MMIO, Prot.READ];
/** Most called first. A trace is easier to read with fewer kinds of calls. */
export const SIMPLE_KINDS: readonly OpKind[] = [OpKind.map, OpKind.mapPages, OpKind.iommuMap, OpKind.iommuMapSg];

const takesProt = (op: Op): boolean => op.prot !== 0;

/** The arguments of each op towards the plainest ones: first in all ops at once, then op by op. */
export const simplifyFields: Pass = function* (trace) {
  const everywhere =
    (change: (op: Op) => Partial<Op>) =>
    (best: Trace): Trace =>
      withOps(
        best,
        best.ops.map((op) => ({ ...op, ...change(op) })),
      );
  let best = yield* tryEach(trace, [
    everywhere(() => ({ flags: 0, iovaOffset: 0, oaOffset: 0, lenOffset: 0 })),
    everywhere((op) => (takesProt(op) ? { prot: RW } : {})),
    everywhere((op) => (takesProt(op) ? { prot: RW | Prot.MMIO } : {})),
    everywhere((op) => (isRange(op) ? { len: pgsizeOf(op) } : {})),
  ]);
  for (let at = 0; at < best.ops.length; at++) {
    best = yield* simplifyKind(best, at);
    best = yield* simplifyArguments(best, at);
    best = yield* shorten(best, at);
  }
};

/** A range that may become shorter: its length counts pages. */
const isRange = (op: Op): boolean => op.len > 0 && op.kind !== OpKind.budget;
const pgsizeOf = (op: Op): number => (op.pageLg === 0 ? 1 : pagesOf(op.pageLg));

/** Through a call that is more basic, of those that the trace has anyway: others, the subject may not have. */
function* simplifyKind(trace: Trace, at: number): Generator<Trace, Trace, boolean> {
  const op = trace.ops[at]!;
  const rank = SIMPLE_KINDS.indexOf(op.kind);
  const simpler = SIMPLE_KINDS.filter((kind, i) => i < rank && trace.ops.some((other) => other.kind === kind));
  return yield* tryEach(trace, [
    ...simpler.map((kind) => (best: Trace) => withOp(best, at, asKind(op, kind))),
    ...(op.segments === null ? [] : op.segments.map((_, i) => (best: Trace) => withoutSegment(best, at, i))),
  ]);
}

/** The same map through another call; a scatter-gather list becomes its first segment. */
function asKind(op: Op, kind: OpKind): Op {
  const { oa, len } = op.segments?.[0] ?? op;
  const { domain, iova, prot } = op;
  return makeOp(kind, { domain, iova, oa, len, prot, pageLg: kind === OpKind.mapPages ? 12 : 0 });
}

/** Without segment `i`, counted from the end, unless it is the last one left. */
function withoutSegment(trace: Trace, at: number, i: number): Trace | null {
  const segments = trace.ops[at]!.segments;
  if (segments === null || segments.length < 2) return null;
  return withOp(trace, at, { segments: segments.toSpliced(Math.max(0, segments.length - 1 - i), 1) });
}

function* simplifyArguments(trace: Trace, at: number): Generator<Trace, Trace, boolean> {
  const op = trace.ops[at]!;
  const set =
    (fields: Partial<Op>) =>
    (best: Trace): Trace =>
      withOp(best, at, fields);
  return yield* tryEach(trace, [
    ...(op.flags === 0 ? [] : [set({ flags: 0 })]),
    ...(op.iovaOffset === 0 ? [] : [set({ iovaOffset: 0 }), set({ iovaOffset: 0x800 })]),
    ...(op.oaOffset === 0 ? [] : [set({ oaOffset: 0 }), set({ oaOffset: 0x800 })]),
    ...(op.lenOffset === 0 ? [] : [set({ lenOffset: 0 }), set({ lenOffset: 0x800 })]),
    ...(takesProt(op) ? SIMPLE_PROTS.slice(0, protRank(op.prot)).map((prot) => set({ prot })) : []),
    ...(op.pageLg > 12 ? [set({ pageLg: 12, len: 1 })] : []),
    ...(op.segments === null
      ? []
      : op.segments.map((_, i) => (best: Trace) => withOp(best, at, { segments: onePage(best.ops[at]!, i) }))),
  ]);
}

/** Place of `prot` among the simple ones; all others come after them. */
export const protRank = (prot: number): number => {
  const rank = SIMPLE_PROTS.indexOf(prot);
  return rank < 0 ? SIMPLE_PROTS.length : rank;
};

const onePage = (op: Op, i: number): Op['segments'] =>
  op.segments!.map((segment, j) => (i === j ? { ...segment, len: Math.min(segment.len, 1) } : segment));

/** A shorter range, a smaller budget. */
function* shorten(trace: Trace, at: number): Generator<Trace, Trace, boolean> {
  const op = trace.ops[at]!;
  if (op.kind === OpKind.budget) {
    return op.len === UNLIMITED_BUDGET
      ? trace
      : yield* lowest(trace, 0, op.len, (best, len) => withOp(best, at, { len }));
  }
  if (!isRange(op)) return trace;
  const unit = pgsizeOf(op);
  const units = Math.floor(op.len / unit);
  // One page, one table, a power of two read better than what a bisection ends at.
  const round = [1, 512, 2 ** 18, 2 ** Math.floor(Math.log2(Math.max(1, units - 1)))].filter((n) => n < units);
  const best = yield* tryEach(
    trace,
    round.toReversed().map((n) => (smallest) => withOp(smallest, at, { len: n * unit })),
  );
  const left = Math.floor(best.ops[at]!.len / unit);
  return yield* lowest(best, 1, left, (smallest, n) => withOp(smallest, at, { len: n * unit }));
}
