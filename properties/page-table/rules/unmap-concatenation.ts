/** One unmap against two that make up the same range: page-tables.md 8.8, PT-115. */
import type { Leaf, Op, StateView, Trace } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { hexAddress } from '../../../model/vocabulary/units';
import {
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  type Judgement,
  type RelationRule,
  type TraceRun,
} from '../rule';

const isUnmap = (op: Op): boolean => op.kind === OpKind.unmap || op.kind === OpKind.iommuUnmap;

/** Index of the last unmap of two pages or more; −1 if there is none. */
const cutOp = (trace: Trace): number =>
  trace.ops.findLastIndex((op) => isUnmap(op) && op.len >= 2 && (op.iovaOffset | op.lenOffset) === 0);

/** Where to cut: after the first page, in the middle, and at the roundest page inside. */
function cutsOf(op: Op): number[] {
  let round = 1;
  while (Math.ceil((op.iova + 1) / (round * 2)) * round * 2 < op.iova + op.len) round *= 2;
  return [...new Set([1, Math.floor(op.len / 2), Math.ceil((op.iova + 1) / round) * round - op.iova])];
}

const isSame = (a: Leaf, b: Leaf): boolean => a.page === b.page && a.lg === b.lg && a.lo === b.lo && a.hi === b.hi;

/** True if two states hold the same leaves. */
function sameLeaves(a: StateView, b: StateView): boolean {
  const inA = [...a.leaves()];
  const inB = [...b.leaves()];
  return inA.length === inB.length && inA.every((leaf, i) => isSame(leaf, inB[i]!));
}

/** Judges one way of cutting: says nothing where the first part already reached into the second. */
function judgeCut(base: TraceRun, variant: TraceRun, at: number): Judgement {
  const whole = base.outcomes[at]!;
  const head = variant.outcomes[at]!;
  const tail = variant.outcomes[at + 1]!;
  const cut = variant.trace.ops[at]!.len;
  if (head.value > cut || head.valueOffset !== 0) return NOT_EXERCISED;
  // A hole in the first part stops the whole as well.
  if (head.value < cut) return whole.value === head.value ? HELD : BROKEN;
  const { domain } = base.trace.ops[at]!;
  const same = sameLeaves(base.ends[domain]!, variant.ends[domain]!);
  return same && head.value + tail.value === whole.value ? HELD : BROKEN;
}

export const PT_115: RelationRule = {
  id: 'PT-115',
  title: 'Concatenation of unmaps',
  statement:
    'An unmap, and two unmaps that make up the same range in its place, remove the same leaves and as many bytes together.',
  source: 'page-tables.md 3.8; 8.8',
  confidence: 'V',
  level: 'contract',
  why: 'Callers unmap in pieces, and go on where the last piece ended.',
  example: 'The tail behind the last full table is lost.',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'relation',
  looksAt: 'ends',
  // What comes after the op that is cut has no part in it.
  baseOf: (trace) => ({ ...trace, ops: trace.ops.slice(0, cutOp(trace) + 1) }),
  vary(trace) {
    const { config } = trace;
    const at = cutOp(trace);
    // Where an unmap may refuse to end inside a leaf, the first part may be refused alone.
    if (at < 0 || config.domainType !== 'paging' || config.assumptions['AMB-UNMAP-LARGER'] === 'refuse') return null;
    const op = trace.ops[at]!;
    return cutsOf(op).map((cut) => ({
      ...trace,
      ops: [...trace.ops.slice(0, at), { ...op, len: cut }, { ...op, iova: op.iova + cut, len: op.len - cut }],
    }));
  },
  check(base, variants) {
    const at = cutOp(base.trace);
    if (base.outcomes[at]!.value === 0) return NOT_EXERCISED;
    let judgement: Judgement = NOT_EXERCISED;
    for (const variant of variants) {
      const one = judgeCut(base, variant, at);
      if (one === BROKEN) return BROKEN;
      if (one === HELD) judgement = HELD;
    }
    return judgement;
  },
  explain(base, variants) {
    const at = cutOp(base.trace);
    const wrong = variants.find((v) => judgeCut(base, v, at) === BROKEN);
    if (wrong === undefined) return 'the runs cannot be compared';
    const pages = wrong.outcomes[at]!.value + wrong.outcomes[at + 1]!.value;
    return (
      `op ${at} removes ${base.outcomes[at]!.value} pages in one, but ${pages} when it is cut at ` +
      hexAddress(wrong.trace.ops[at + 1]!.iova)
    );
  },
};
