import type { Op, PageTableConfig, Trace } from '../../model/vocabulary';

/**
 * One way of making a trace smaller: yields candidates and is told of each whether it is still broken. A pass keeps
 * track of the smallest broken trace itself and goes on from there.
 */
export type Pass = (trace: Trace) => Generator<Trace, void, boolean>;

export const withOps = (trace: Trace, ops: readonly Op[]): Trace => ({ ...trace, ops });
export const withConfig = (trace: Trace, fields: Partial<PageTableConfig>): Trace => ({
  ...trace,
  config: { ...trace.config, ...fields },
});
/** The trace with op `at` changed. */
export const withOp = (trace: Trace, at: number, fields: Partial<Op>): Trace =>
  withOps(trace, trace.ops.with(at, { ...trace.ops[at]!, ...fields }));

/** Text that is equal for equal traces. */
export const traceKey = (trace: Trace): string =>
  JSON.stringify(trace, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/**
 * Tries `candidates` of the best trace so far, one by one; each may be a function of it. Returns the smallest that was
 * still broken.
 */
export function* tryEach(
  trace: Trace,
  candidates: readonly ((best: Trace) => Trace | null)[],
): Generator<Trace, Trace, boolean> {
  let best = trace;
  for (const make of candidates) {
    const candidate = make(best);
    if (candidate !== null && (yield candidate)) best = candidate;
  }
  return best;
}

/**
 * Looks for the smallest value in [least, from) for which `make` still breaks, taking for granted that larger values
 * do if smaller ones do; what it returns has been tried.
 */
export function* lowest(
  trace: Trace,
  least: number,
  from: number,
  make: (best: Trace, value: number) => Trace,
): Generator<Trace, Trace, boolean> {
  let best = trace;
  let low = least;
  let high = from;
  // The least one first: it is what most findings need.
  if (low < high && (yield make(best, low))) return make(best, low);
  low++;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const candidate = make(best, middle);
    if (yield candidate) {
      best = candidate;
      high = middle;
    } else low = middle + 1;
  }
  return best;
}
