import { simplerConfigs } from './simpler';
import { together, type HostSequence } from './together';

/** Traces longer than this are not tried: the number of candidates grows with the square. */
const MOST_OPS = 10;
/** Longest hold that is tried: what matters in a conversion has happened by then. */
const MOST_HELD = 40;

/**
 * A simpler trace that still breaks, with its protocols held at other points if need be: what decides is the order of
 * steps, and every other change of a trace changes how many steps come before which. Null: there is none. To be used
 * where changing ops one by one leads no further.
 */
export function retimed(trace: HostSequence, breaks: (candidate: HostSequence) => boolean): HostSequence | null {
  if (trace.ops.length > MOST_OPS) return null;
  for (const simpler of changes(trace)) {
    for (const candidate of timings(simpler)) if (breaks(candidate)) return candidate;
  }
  return null;
}

function* changes(trace: HostSequence): Iterable<HostSequence> {
  const { config, ops } = trace;
  for (let drop = 0; drop < ops.length; drop++) yield { config, ops: ops.toSpliced(drop, 1) };
  yield* together(trace);
  for (const simpler of simplerConfigs(config)) yield { config: simpler, ops };
}

/** The trace as it is; then, where protocols are held, with one of all held elsewhere. */
function* timings({ config, ops }: HostSequence): Iterable<HostSequence> {
  yield { config, ops };
  if (!ops.some((op) => op.op === 'start' && op.hold !== null)) return;
  for (let at = 0; at < ops.length; at++) {
    const op = ops[at]!;
    if (op.op !== 'start') continue;
    for (let hold = 1; hold <= MOST_HELD; hold++) yield { config, ops: ops.with(at, { ...op, hold }) };
  }
}
