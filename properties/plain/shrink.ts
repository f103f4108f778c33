import type { PlainMachine } from './machine';

/** A trace of a plain machine, without its name. */
export interface Sequence<Config, Op> {
  readonly config: Config;
  readonly ops: readonly Op[];
}

interface NamedOp {
  readonly op: string;
}

/** Above this many ops, trying all pairs costs more than it finds. */
const MOST_OPS_FOR_PAIRS = 12;

/** One way of making a trace smaller: yields candidates and is told of each whether it is still broken. */
type Pass<Config, Op> = (trace: Sequence<Config, Op>) => Generator<Sequence<Config, Op>, void, boolean>;

/**
 * Makes a trace small while `broken` stays true of it: fewer ops first, then simpler ones, then a simpler configuration.
 * Plain data in, plain data out; ends when no candidate is broken any more, or `budgetOps` are spent.
 */
export function shrinkPlain<Config, Op extends NamedOp>(
  machine: Pick<PlainMachine<Config, Op, never, never>, 'simplerOps' | 'simplerConfigs'>,
  trace: Sequence<Config, Op>,
  broken: (candidate: Sequence<Config, Op>) => boolean,
  budgetOps: number,
): Sequence<Config, Op> {
  const passes: readonly Pass<Config, Op>[] = [
    dropOps,
    dropPairs,
    (t) => simplifyConfig(machine, t),
    (t) => simplifyOps(machine, t),
  ];
  let smallest = trace;
  let spent = 0;
  const attempt = (candidate: Sequence<Config, Op>): boolean => {
    spent += Math.max(1, candidate.ops.length);
    if (!broken(candidate)) return false;
    smallest = candidate;
    return true;
  };
  let before: Sequence<Config, Op>;
  do {
    before = smallest;
    for (const pass of passes) {
      const candidates = pass(smallest);
      let step = candidates.next(false);
      while (!step.done && spent < budgetOps) step = candidates.next(attempt(step.value));
    }
  } while (smallest !== before && spent < budgetOps);
  return smallest;
}

/**
 * Keeps the ops that are needed: looks for the shortest beginning that still breaks with the ops kept so far behind it;
 * the last op of that beginning is needed. Then drops single ops that others made superfluous.
 */
function* dropOps<Config, Op>({ config, ops }: Sequence<Config, Op>): ReturnType<Pass<Config, Op>> {
  let beginning = ops;
  let kept: readonly Op[] = [];
  for (;;) {
    let low = 0;
    let high = beginning.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (yield { config, ops: [...beginning.slice(0, middle), ...kept] }) high = middle;
      else low = middle + 1;
    }
    if (high === 0) break;
    kept = [beginning[high - 1]!, ...kept];
    beginning = beginning.slice(0, high - 1);
  }
  for (let at = kept.length - 1; at >= 0; at--) {
    const fewer = kept.toSpliced(at, 1);
    if (yield { config, ops: fewer }) kept = fewer;
  }
}

/** Drops pairs of ops that only make sense together. */
function* dropPairs<Config, Op>({ config, ops }: Sequence<Config, Op>): ReturnType<Pass<Config, Op>> {
  let left = ops;
  if (left.length > MOST_OPS_FOR_PAIRS) return;
  for (let second = left.length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0 && second < left.length; first--) {
      const fewer = left.filter((_, at) => at !== first && at !== second);
      if (yield { config, ops: fewer }) left = fewer;
    }
  }
}

/** Replaces each op by the simplest that still breaks. */
function* simplifyOps<Config, Op>(
  machine: Pick<PlainMachine<Config, Op, never, never>, 'simplerOps'>,
  trace: Sequence<Config, Op>,
): ReturnType<Pass<Config, Op>> {
  let { ops } = trace;
  for (let at = ops.length - 1; at >= 0; at--) {
    for (const simpler of machine.simplerOps(ops[at]!)) {
      const changed = ops.with(at, simpler);
      if (yield { config: trace.config, ops: changed }) {
        ops = changed;
        break;
      }
    }
  }
}

/** Takes the first simpler configuration that still breaks, as often as there is one. */
function* simplifyConfig<Config, Op>(
  machine: Pick<PlainMachine<Config, Op, never, never>, 'simplerConfigs'>,
  { config, ops }: Sequence<Config, Op>,
): ReturnType<Pass<Config, Op>> {
  let best = config;
  for (let improved = true; improved;) {
    improved = false;
    for (const simpler of machine.simplerConfigs(best)) {
      if (yield { config: simpler, ops }) {
        best = simpler;
        improved = true;
        break;
      }
    }
  }
}
