import type { Trace } from '../../model/vocabulary';
import { moveAddresses } from './shrink-addresses';
import { simplifyConfig } from './shrink-config';
import { isRisky } from './shrink-contract';
import { simplifyFields } from './shrink-fields';
import { dropOps, dropPairs, dropSingles } from './shrink-ops';
import { isSimpler } from './shrink-order';
import type { Pass } from './shrink-pass';
import { traceKey } from './shrink-pass';
import { isCostly } from './shrink-work';

/** How far to shrink. */
export interface ShrinkOptions {
  /** Ops to spend: the sum of the lengths of all traces run. */
  readonly budgetOps: number;
  /** Index of the op at which it broke: what comes after is cut off first. */
  readonly afterOp?: number;
}

/** The smallest trace found, what it cost, and whether the budget ended the search. */
export interface Shrunk {
  readonly trace: Trace;
  readonly opsUsed: number;
  /** Traces run. */
  readonly runs: number;
  readonly exhausted: boolean;
}

/** Fewer ops first, because every later pass costs in proportion to them. */
const PASSES: readonly Pass[] = [dropOps, dropSingles, simplifyConfig, simplifyFields, moveAddresses, dropPairs];

/**
 * Makes `trace` small while `broken` stays true of it. Works on the trace as plain data, so that a trace from a file
 * shrinks as well as a fresh one; deterministic; shrinking a result again gives the same (if the budget did not end it).
 * `broken` must say the same of the same trace each time. A trace that is not broken comes back as it is.
 */
export async function shrink(
  trace: Trace,
  broken: (candidate: Trace) => boolean | Promise<boolean>,
  { budgetOps, afterOp }: ShrinkOptions,
): Promise<Shrunk> {
  let smallest = trace;
  let opsUsed = 0;
  let runs = 0;
  let exhausted = false;
  /** Traces known not to break: passes and rounds propose some of them again. */
  const sound = new Set<string>();

  const attempt = async (candidate: Trace): Promise<boolean> => {
    if (!isWorthwhile(candidate, smallest)) return false;
    const key = traceKey(candidate);
    if (sound.has(key)) return false;
    const cost = Math.max(1, candidate.ops.length);
    if (opsUsed + cost > budgetOps) {
      exhausted = true;
      return false;
    }
    opsUsed += cost;
    runs++;
    const verdict = broken(candidate);
    if (typeof verdict === 'boolean' ? verdict : await verdict) {
      smallest = candidate;
      return true;
    }
    sound.add(key);
    return false;
  };

  if (afterOp !== undefined) await attempt({ ...trace, ops: trace.ops.slice(0, afterOp + 1) });
  let before: Trace;
  do {
    before = smallest;
    for (const pass of PASSES) {
      const candidates = pass(smallest);
      let step = candidates.next(false);
      while (!step.done && !exhausted) step = candidates.next(await attempt(step.value));
    }
  } while (smallest !== before && !exhausted);
  return { trace: smallest, opsUsed, runs, exhausted };
}

/** Simpler, and neither more dangerous nor much more expensive to run. */
const isWorthwhile = (candidate: Trace, trace: Trace): boolean =>
  isSimpler(candidate, trace) && !isRisky(candidate, trace) && !isCostly(candidate, trace);

/** Every simpler trace that one round of the passes proposes, smallest first within each pass. For fast-check's own loop. */
export function* simplerTraces(trace: Trace): IterableIterator<Trace> {
  for (const pass of PASSES) {
    const candidates = pass(trace);
    for (let step = candidates.next(false); !step.done; step = candidates.next(false)) {
      if (isWorthwhile(step.value, trace)) yield step.value;
    }
  }
}
