import type { Finding } from '../../model/vocabulary/verdict';
import type { KnownDeviations } from '../../properties/engine/deviations';
import { knownFinding } from '../../properties/plain/known';
import type { CampaignTrace } from '../case';
import type { RawFinding } from '../stand';

/** The finding that `raw` is. One that a deviation covers is not shrunk: that has been done when it was documented. */
export function settleUnlessKnown(
  { rule, op, effect, at, trace, caseNumber }: RawFinding,
  seed: string,
  deviations: KnownDeviations,
  settle: () => Finding<CampaignTrace>,
): Finding<CampaignTrace> {
  const id = { rule, op, effect };
  const deviation = deviations.find(id);
  if (deviation === undefined) return settle();
  return knownFinding(id, deviation, { trace, at, count: 1 }, { seed, caseNumber });
}
