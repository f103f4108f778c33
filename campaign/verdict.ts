import type { CampaignEnd, CampaignRule } from '../model/vocabulary/campaign';
import type { RuleStatus, Verdict } from '../model/vocabulary/verdict';
import { REACHED } from '../properties/engine/cadence';
import type { Campaign } from './campaign';
import type { CampaignTrace } from './case';
import type { MergedFinding } from './findings/book';
import type { StandInfo, StandRule } from './stand';

/** What a campaign says of one rule. */
export function ruleOf(
  { rule, reason }: StandRule,
  exercised: number,
  findings: readonly MergedFinding[],
): CampaignRule {
  const own = findings.filter(({ finding }) => finding.rule === rule.id);
  return { rule, status: statusOf(reason, exercised, own), exercised, ...(reason === null ? {} : { reason }) };
}

function statusOf(reason: string | null, exercised: number, own: readonly MergedFinding[]): RuleStatus {
  if (own.length > 0) return own.every(({ finding }) => finding.known) ? 'known' : 'broken';
  if (reason !== null) return 'not tested';
  return exercised >= REACHED ? 'held' : 'not reached';
}

/** Smallest trace first. */
const bySize = (a: MergedFinding, b: MergedFinding): number =>
  a.finding.counterexample.trace.ops.length - b.finding.counterexample.trace.ops.length;

/** A campaign's result in the shape of any search's verdict: for the reports that know only that. */
export function campaignVerdict(
  campaign: Campaign,
  info: StandInfo,
  seed: string,
  staleDeviations: readonly string[],
): Verdict<CampaignTrace> {
  const { totals, book, seconds } = campaign;
  const findings = [...book.merged()].sort(bySize);
  return {
    subject: info.subject,
    version: info.version,
    profile: info.profile,
    assumed: info.assumed,
    seed,
    cases: totals.cases,
    ops: totals.ops,
    activeShare: totals.activeOps / Math.max(1, totals.ops),
    meanOps: totals.ops / Math.max(1, totals.cases),
    themes: totals.themes,
    rules: info.rules.map((one, slot) => {
      const own = findings.filter(({ finding }) => finding.rule === one.rule.id).map(({ finding }) => finding);
      return { ...ruleOf(one, totals.tally[slot]!, findings), findings: own };
    }),
    divergences: findings.filter(({ finding }) => finding.rule === null).map(({ finding }) => finding),
    staleDeviations,
    waysDropped: book.dropped,
    seconds,
  };
}

/** How a campaign came out. */
export type CampaignOutcome = 'clean' | 'finding' | 'inconclusive' | 'interrupted';

/** An interrupted campaign may have missed anything; a search that did not reach what it must says nothing. */
export function outcomeOf(campaign: Campaign, info: StandInfo, end: CampaignEnd): CampaignOutcome {
  const findings = campaign.book.merged();
  if (end === 'interrupted') return 'interrupted';
  if (findings.some(({ finding }) => !finding.known)) return 'finding';
  const { tally, goalCases } = campaign.totals;
  const missed = info.rules.some((one, slot) => ruleOf(one, tally[slot]!, findings).status === 'not reached');
  return missed || goalCases.some((cases) => cases === 0) ? 'inconclusive' : 'clean';
}
