import type { Leaf, Op, Outcome, Trace } from '../../../model/vocabulary';
import { OP_NAMES, isMap } from '../../../model/vocabulary/op';
import { rawU64, toU64 } from '../../../model/vocabulary/units';
import type { TraceRun } from '../rule';

/** Two raw entries that count as equal if they differ in these bits only. */
export type IgnoredBits = bigint;

/** `trace` with each op replaced by what `change` makes of it. */
export const withOps = (trace: Trace, change: (op: Op, index: number) => Op): Trace => ({
  ...trace,
  ops: trace.ops.map(change),
});

/** True if the trace maps anything. */
export const mapsAnything = (trace: Trace): boolean => trace.ops.some((op) => isMap(op.kind));

const sameLeaf = (a: Leaf, b: Leaf, ignored: IgnoredBits): boolean =>
  a.page === b.page &&
  a.lg === b.lg &&
  a.level === b.level &&
  a.found === b.found &&
  a.oa === b.oa &&
  ((rawU64(a.lo, a.hi) ^ rawU64(b.lo, b.hi)) & ~ignored) === 0n;

const sameLeaves = (a: readonly Leaf[], b: readonly Leaf[], ignored: IgnoredBits): boolean =>
  a.length === b.length && a.every((leaf, i) => sameLeaf(leaf, b[i]!, ignored));

/** First way in which two outcomes differ, in words; null if they are equal but for the ignored bits of entries. */
export function outcomeDifference(a: Outcome, b: Outcome, ignored: IgnoredBits): string | null {
  if (a.ret !== b.ret) return `result ${a.ret} against ${b.ret}`;
  const values = [toU64(a.value, a.valueOffset), toU64(b.value, b.valueOffset)] as const;
  if (values[0] !== values[1]) return `value 0x${values[0].toString(16)} against 0x${values[1].toString(16)}`;
  if (a.status !== b.status) return `status ${a.status} against ${b.status}`;
  if (a.topLevel !== b.topLevel) return `top level ${a.topLevel} against ${b.topLevel}`;
  if (a.liveTables !== b.liveTables) return `${a.liveTables} live tables against ${b.liveTables}`;
  if (a.allocations !== b.allocations) return `${a.allocations} allocations against ${b.allocations}`;
  if (a.firstPhys !== b.firstPhys || a.lastPhys !== b.lastPhys) return 'translations of the edges of the range';
  if (!sameLeaves(a.added, b.added, ignored)) return 'leaves added';
  if (!sameLeaves(a.removed, b.removed, ignored)) return 'leaves removed';
  return null;
}

/** First op at which two runs of equally many ops differ, in words; null if there is none. */
export function runDifference(a: TraceRun, b: TraceRun, ignored: IgnoredBits): string | null {
  for (let i = 0; i < a.outcomes.length; i++) {
    const other = b.outcomes[i];
    if (other === undefined) return `op ${i}: the other run ended before it`;
    const difference = outcomeDifference(a.outcomes[i]!, other, ignored);
    if (difference !== null) return `op ${i} (${OP_NAMES[a.trace.ops[i]!.kind]}): ${difference}`;
  }
  return null;
}
