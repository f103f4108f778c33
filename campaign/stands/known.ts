import type { Finding } from '../../model/vocabulary/verdict';
import type { KnownDeviations } from '../../properties/engine/deviations';
import type { CampaignTrace } from '../case';
import type { RawFinding, SettledFinding } from '../stand';

/**
 * What a deviations file says of a finding. One that it covers is not shrunk. One that it does not cover stays the whole
 * case where shrinking would turn it into one that it does: it must not hide behind that.
 */
export function keepKnown(
  raw: RawFinding,
  seed: string,
  deviations: KnownDeviations,
  settle: () => Finding<CampaignTrace>,
): SettledFinding {
  const deviation = deviations.find(raw);
  if (deviation !== undefined)
    return { finding: { ...wholeCase(raw, seed), known: true, deviation: deviation.source }, opsUsed: 0 };
  const finding = settle();
  return { finding: deviations.find(finding) === undefined ? finding : wholeCase(raw, seed), opsUsed: 0 };
}

/** The finding with its case as it was found, up to the op that showed it. */
function wholeCase(
  { rule, op, effect, at, reason, trace, caseNumber }: RawFinding,
  seed: string,
): Finding<CampaignTrace> {
  const cut = { ...trace, ops: trace.ops.slice(0, at + 1) };
  const counterexample = { trace: cut, op: at, reason, entries: [], seed, caseNumber, originalOps: trace.ops.length };
  return { rule, op, effect, count: 1, known: false, counterexample };
}
