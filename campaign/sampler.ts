import type { CampaignSample } from '../model/vocabulary/campaign';
import { REACHED } from '../properties/engine/cadence';
import type { Campaign } from './campaign';
import type { Crew } from './crew/crew';

/** Seconds between two samples that are written down. */
const EVERY_SECONDS = 5;
/** Seconds over which a rate says something. */
const LEAST_SECONDS = 1;
/** What counts as lately. */
const LATELY_SECONDS = 300;
/** Seconds between the marks by which the behaviours of the last minutes are counted. */
const MARK_SECONDS = 5;

/** Looks at a campaign from time to time. */
export class Sampler {
  private written: CampaignSample | null = null;
  /** Behaviours at moments of the last minutes, oldest first. */
  private marks: { readonly seconds: number; readonly behaviours: number }[] = [];
  /** Totals at the last sample that was written down, and at the one before. */
  private latest = { seconds: 0, cases: 0, ops: 0 };
  private earlier = this.latest;

  constructor(
    private readonly campaign: Campaign,
    private readonly crew: Crew,
  ) {}

  /** A sample if it is time for one to be written down. */
  takeIfDue(): CampaignSample | null {
    const since = this.campaign.seconds - (this.written?.seconds ?? -Infinity);
    return since >= EVERY_SECONDS ? this.take() : null;
  }

  /** A sample to be written down: rates are those since the one before it. */
  take(): CampaignSample {
    const sample = this.now();
    this.written = sample;
    this.earlier = this.latest;
    this.latest = { seconds: sample.seconds, cases: sample.cases, ops: sample.ops };
    return sample;
  }

  /** The campaign as it is. */
  now(): CampaignSample {
    const { campaign, crew } = this;
    const { totals, harvest, book, seconds } = campaign;
    // Right behind a sample there is nothing to say of the time since.
    const rates = seconds - this.latest.seconds >= LEAST_SECONDS ? this.latest : this.earlier;
    const findings = book.merged();
    const known = findings.filter(({ finding }) => finding.known).length;
    const broken = new Set(findings.map(({ finding }) => finding.rule));
    const testable = crew.info.rules
      .map(({ rule, reason }, slot) => ({ id: rule.id, reason, slot }))
      .filter(({ reason }) => reason === null);
    const passed = Math.max(seconds - rates.seconds, 1e-3);
    return {
      seconds,
      epoch: campaign.epochsDone,
      cases: totals.cases,
      ops: totals.ops,
      casesPerSecond: (totals.cases - rates.cases) / passed,
      opsPerSecond: (totals.ops - rates.ops) / passed,
      behaviours: harvest.behaviours,
      behavioursLately: harvest.behaviours - this.behavioursBefore(seconds, harvest.behaviours),
      quietSeconds: campaign.quietSeconds,
      corpus: harvest.size,
      goalsReached: totals.goalCases.filter((cases) => cases > 0).length,
      goals: totals.goalCases.length,
      rulesReached: testable.filter(({ id, slot }) => totals.tally[slot]! >= REACHED || broken.has(id)).length,
      rules: testable.length,
      findings: findings.length - known,
      knownFindings: known,
      failedCases: totals.failedCases,
      workers: crew.workers,
      workersLost: crew.lost,
      rerun: totals.rerun,
      unstable: totals.unstable,
      memoryBytes: process.memoryUsage.rss(),
    };
  }

  /** Behaviours at the beginning of the last minutes. */
  private behavioursBefore(seconds: number, behaviours: number): number {
    const { marks } = this;
    const newest = marks[marks.length - 1];
    if (newest === undefined || seconds - newest.seconds >= MARK_SECONDS) marks.push({ seconds, behaviours });
    while (marks.length > 1 && marks[1]!.seconds <= seconds - LATELY_SECONDS) marks.shift();
    return seconds < LATELY_SECONDS && marks[0]!.seconds < MARK_SECONDS ? 0 : marks[0]!.behaviours;
  }
}
