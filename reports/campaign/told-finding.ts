import type { CampaignFinding, CampaignReport } from '../../model/vocabulary/campaign';
import type { TracePicture } from '../../model/vocabulary/picture';
import type { ToldFinding } from '../html/finding';
import { count, duration, plural } from '../text';

/** A finding of a campaign as a page tells it. `pictures`: by key. */
export function toldFinding(
  { rules }: Pick<CampaignReport, 'rules'>,
  finding: CampaignFinding,
  pictures: ReadonlyMap<string, TracePicture>,
): ToldFinding {
  const { key, kind, rule, op, effect, known, deviation, restsOn, counterexample } = finding;
  const state = known ? 'known' : kind === 'rule' ? 'broken' : kind;
  return {
    id: `finding-${key}`,
    rule: rules.find((each) => each.rule.id === rule)?.rule ?? null,
    heading: `${state} in ${op}: ${effect}`,
    known,
    reason: counterexample.reason,
    notes: [
      originLine(finding),
      ...(deviation === undefined ? [] : [`known deviation: ${deviation}`]),
      ...(restsOn.length > 0 ? [`rests on: ${restsOn.join(', ')}`] : []),
    ],
    config: finding.configText,
    ops: finding.opTexts,
    breaking: counterexample.op,
    picture: pictures.get(key) ?? null,
    replay: finding.replay,
  };
}

/** How often it was seen, where first, and what became of its trace. */
function originLine({
  count: cases,
  firstCase,
  firstSeconds,
  shrunk,
  opTexts,
  counterexample,
}: CampaignFinding): string {
  const first =
    firstCase === null
      ? 'known from an earlier campaign'
      : `first in case ${count(firstCase)} after ${duration(firstSeconds)}`;
  const { originalOps } = counterexample;
  const size = !shrunk
    ? 'not shrunk yet'
    : opTexts.length < originalOps
      ? `${plural(originalOps, 'op')} shrunk to ${opTexts.length}`
      : 'as short as it was found';
  return `seen in ${plural(cases, 'case')}, ${first}; ${size}`;
}
