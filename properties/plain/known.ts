import type { PlainTrace } from '../../model/vocabulary/plain';
import type { Finding } from '../../model/vocabulary/verdict';
import { findingKey, type Deviation, type DeviationsFile } from '../engine/deviations';

/** Under what a finding and a deviation meet. */
export interface FindingId {
  readonly rule: Finding['rule'];
  readonly op: string;
  readonly effect: string;
}

/** A finding that a deviation documents already: nobody shrinks it, the trace is that of the case up to the op. */
export function knownFinding<Name extends string, Config, Op>(
  id: FindingId,
  { source }: Deviation,
  case_: { readonly trace: PlainTrace<Name, Config, Op>; readonly at: number; readonly count: number },
  origin: { readonly seed: string; readonly caseNumber: number },
): Finding<PlainTrace<Name, Config, Op>> {
  const { trace, at, count } = case_;
  const cut = { ...trace, ops: trace.ops.slice(0, at + 1) };
  const counterexample = {
    trace: cut,
    op: at,
    reason: source,
    entries: [],
    ...origin,
    originalOps: trace.ops.length,
  };
  return { ...id, count, known: true, deviation: source, counterexample };
}

/** Keys of the deviations whose stored trace does not show them any more; `idsOf` says what a stored trace shows. */
export function staleDeviations(
  file: DeviationsFile | undefined,
  idsOf: (trace: unknown, where: string) => readonly FindingId[],
): readonly string[] {
  return (file?.deviations ?? []).flatMap((deviation) => {
    const key = findingKey(deviation);
    const shows = idsOf(deviation.trace, `the deviation ${key}`).some((id) => findingKey(id) === key);
    return shows ? [] : [key];
  });
}
