import type { Op } from '../../model/vocabulary';
import type { Pass } from './shrink-pass';
import { withOps } from './shrink-pass';

/** Above this many ops, trying all pairs costs more than it finds. */
const MOST_OPS_FOR_PAIRS = 10;

/**
 * Keeps the ops that are needed: looks for the shortest beginning that still breaks with the ops kept so far behind
 * it; the last op of that beginning is needed. About log2(n) runs for each op that stays, whatever n is.
 */
export const dropOps: Pass = function* (trace) {
  let beginning = trace.ops;
  let kept: readonly Op[] = [];
  for (;;) {
    let low = 0;
    let high = beginning.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (yield withOps(trace, [...beginning.slice(0, middle), ...kept])) high = middle;
      else low = middle + 1;
    }
    if (high === 0) return;
    kept = [beginning[high - 1]!, ...kept];
    beginning = beginning.slice(0, high - 1);
  }
};

/** Drops each single op: what dropOps keeps may not be needed any more once others are gone. */
export const dropSingles: Pass = function* (trace) {
  let ops = trace.ops;
  for (let at = ops.length - 1; at >= 0; at--) {
    const fewer = ops.toSpliced(at, 1);
    if (yield withOps(trace, fewer)) ops = fewer;
  }
};

/** Drops pairs of ops: a map with its unmap, a limit with its lifting. */
export const dropPairs: Pass = function* (trace) {
  let ops = trace.ops;
  if (ops.length > MOST_OPS_FOR_PAIRS) return;
  for (let second = ops.length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0 && second < ops.length; first--) {
      const fewer = ops.filter((_, at) => at !== first && at !== second);
      if (yield withOps(trace, fewer)) ops = fewer;
    }
  }
};
