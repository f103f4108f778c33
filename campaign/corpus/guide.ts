import { seededDraw } from '../../properties/engine/draw';
import type { CampaignTrace, Novelty, Origin } from '../case';
import type { Corpus, CorpusEntry } from './corpus';
import { unpackTrace } from './packed-trace';
import { mutated, type Sequence, type Tweaks } from './mutation';
import { beginningOf } from './stream';

/**
 * Percent of cases that are drawn afresh, as `check` draws them, whatever the corpus holds: where the corpus leads
 * nowhere, a campaign is at worst so much slower than a plain search.
 */
const FRESH_PERCENT = 40;
/** Percent of the others that go on from a state that was new, with the generator; the rest are changed traces. */
const BRANCH_PERCENT = 70;
/** Branches of branches: beyond so many a case is mostly repetition. */
const MOST_PARTS = 8;

/** How a guided case comes about. */
export type Guided =
  | { readonly kind: 'branch'; readonly parent: CorpusEntry; readonly origin: Origin }
  | {
      readonly kind: 'mutant';
      readonly parent: CorpusEntry;
      /** The parent's trace. */
      readonly base: CampaignTrace;
      readonly trace: CampaignTrace;
    };

/** True if case `k` is drawn afresh. */
export const isFresh = (seed: string, k: number, corpus: Corpus): boolean =>
  corpus.size === 0 || seededDraw(`${seed}/plan`, k).chance(FRESH_PERCENT);

/** How case `k` is made from the corpus: a function of seed, number and corpus. */
export function guide<Config, Op>(
  seed: string,
  k: number,
  corpus: Corpus,
  tweaks: Tweaks<Config, Op>,
  maxOps: number,
): Guided {
  const draw = seededDraw(`${seed}/guided`, k);
  const { entry: parent, novelty } = corpus.choose(draw);
  const origin = draw.chance(BRANCH_PERCENT) ? branchOf(parent, novelty) : null;
  if (origin !== null) return { kind: 'branch', parent, origin };
  // The corpus of one stand holds traces of its machine alone.
  const base = unpackTrace(parent.trace);
  const other = unpackTrace(corpus.any(draw).trace);
  const changed = mutated(base as Sequence<Config, Op>, other as Sequence<Config, Op>, tweaks, maxOps, draw);
  return { kind: 'mutant', parent, base, trace: { machine: base.machine, ...changed } };
}

/** The choices up to where the entry showed something new; null where it was not drawn, or branched too often. */
function branchOf({ origin }: CorpusEntry, { draws }: Novelty): Origin | null {
  if (origin === null || origin.length >= MOST_PARTS) return null;
  return draws <= 0 ? null : beginningOf(origin, draws);
}
