import type { MachineSubject } from '../../model/vocabulary/plain';
import { COUNTER, GOOD } from '../../properties/plain/testing/counter';
import type { CounterConfig, CounterOp, CounterOutcome, CounterView } from '../../properties/plain/testing/counter';
import { Campaign, type CampaignPlan } from '../campaign';
import type { CampaignTrace } from '../case';
import type { CorpusEntry } from '../corpus/corpus';
import { LocalCrew } from '../crew/local-crew';
import type { Journal } from '../journal';
import { PlainCampaignStand } from '../stands/plain/stand';
import type { CampaignState } from '../state';
import type { TraceWords } from '../words';

export type CounterSubject = MachineSubject<CounterConfig, CounterOp, CounterOutcome, CounterView>;

const SEED = 'counter';
/** Small epochs, so that a few cases are several of them. */
const PACE = { epochCases: 32, shardCases: 4 };
/** A state that any search reaches, and one that none does. */
const GOALS = [
  {
    name: 'full',
    statement: 'The total is the limit.',
    on: ['add'],
    reached: ({ config, view }: { config: CounterConfig; view: CounterView }) => view.total === config.limit,
  },
];

/** A stand of the counter with a subject that may be wrong. */
export const counterStand = (subject: CounterSubject = GOOD) =>
  new PlainCampaignStand(
    { machine: COUNTER, subject, goals: GOALS, pace: PACE, read: (document) => document as CampaignTrace },
    { seed: SEED, profile: 'default', assume: {}, themes: null, known: null },
  );

/** Traces of the counter as plain JSON. */
export const COUNTER_WORDS: TraceWords = {
  describeConfig: ({ config }) => COUNTER.describeConfig(config as CounterConfig),
  describeOp: (op) => COUNTER.describeOp(op as CounterOp),
  fileText: (trace, origin) => `${JSON.stringify({ ...trace, ...origin })}\n`,
  parse: (text) => {
    const { machine, config, ops } = JSON.parse(text) as CampaignTrace;
    return { machine, config, ops };
  },
};

/** A journal that forgets everything but the last state. */
export class Notes implements Journal {
  state: CampaignState | null = null;
  samples = 0;

  addEntry(): void {}
  dropEntries(): void {}
  keepFindings(): void {}
  addSample(): void {
    this.samples++;
  }
  save(state: CampaignState): void {
    this.state = state;
  }
  entry(id: number): CorpusEntry {
    throw new Error(`nothing is kept of entry ${id}`);
  }
}

export const NO_LIMITS = { seconds: null, cases: null, plateauSeconds: null };

/** A campaign on the counter with `workers` stands in this thread. */
export function counterCampaign(
  plan: Partial<CampaignPlan> & { readonly cases?: number },
  { subject = GOOD, workers = 1, journal = new Notes() as Journal } = {},
): { readonly campaign: Campaign; readonly crew: LocalCrew } {
  const [first, ...others] = Array.from({ length: workers }, () => counterStand(subject));
  const crew = new LocalCrew([first!, ...others], SEED);
  const { cases = null, ...rest } = plan;
  const limits = { ...NO_LIMITS, cases };
  return { campaign: new Campaign(crew, journal, { seed: SEED, limits, earlier: [], state: null, ...rest }), crew };
}

/** What a campaign adds up to, without the time that it took. */
export function totalsOf({ state }: Campaign): object {
  // Of what has been shrunk a resumed campaign has the smallest trace alone.
  const ways = state.ways.map(({ raw, ...way }) => ({ ...way, raw: { ...raw, trace: null }, firstSeconds: 0 }));
  return { ...state, seconds: 0, newestSeconds: 0, ways };
}

/** A signal that never aborts. */
export const patience = (): AbortSignal => new AbortController().signal;
