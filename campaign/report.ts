import { join } from 'node:path';
import type { CampaignEnd, CampaignHead, CampaignReport, CampaignSample } from '../model/vocabulary/campaign';
import type { Campaign } from './campaign';
import type { MergedFinding } from './findings/book';
import { campaignFinding } from './findings/tell';
import type { StandInfo } from './stand';
import { ruleOf } from './verdict';
import type { TraceWords } from './words';

/** Samples of a report at most, so that a page over a long night stays small. */
const MOST_SAMPLES = 1000;

/** Where and how a campaign's findings are told. */
export interface ReportPlace {
  /** The campaign's folder. */
  readonly folder: string;
  readonly words: TraceWords;
}

/** Everything that a report of the campaign tells. */
export function campaignReport(
  campaign: Campaign,
  info: StandInfo,
  head: CampaignHead,
  end: CampaignEnd,
  samples: readonly CampaignSample[],
  staleDeviations: readonly string[],
  { folder, words }: ReportPlace,
): CampaignReport {
  const { totals, book } = campaign;
  const findings = [...book.merged()].sort(unknownFirst);
  return {
    head,
    end,
    samples: thinned(samples),
    rules: info.rules.map((one, slot) => ruleOf(one, totals.tally[slot]!, findings)),
    goals: info.goals.map((goal, i) => {
      const firstCase = totals.goalFirst[i]!;
      return { ...goal, cases: totals.goalCases[i]!, firstCase: firstCase < 0 ? null : firstCase };
    }),
    themes: { ...totals.themes },
    findings: findings.map((merged) => campaignFinding(merged, join(folder, 'findings', merged.key), words)),
    waysDropped: book.dropped,
    staleDeviations,
  };
}

function unknownFirst({ finding: a }: MergedFinding, { finding: b }: MergedFinding): number {
  if (a.known !== b.known) return a.known ? 1 : -1;
  // Divergences come last.
  return (
    (a.rule ?? '~').localeCompare(b.rule ?? '~') ||
    a.counterexample.trace.ops.length - b.counterexample.trace.ops.length
  );
}

/** The first and the last sample, and evenly many between. */
function thinned(samples: readonly CampaignSample[]): readonly CampaignSample[] {
  if (samples.length <= MOST_SAMPLES) return samples;
  const step = (samples.length - 1) / (MOST_SAMPLES - 1);
  return Array.from({ length: MOST_SAMPLES }, (_, i) => samples[Math.round(i * step)]!);
}
