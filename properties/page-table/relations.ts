import type { PageTableConfig, Subject, Trace } from '../../model/vocabulary';
import { RunFlag } from '../../model/vocabulary/observation';
import type { Breach } from './inspect';
import { INSPECT_FLAGS, decodeRun, type DecodedRun } from './observed/decode';
import { BROKEN, NOT_EXERCISED, type RelationRule, type TraceRun } from './rule';
import type { RuleSet } from './rule-set';

/** Effect of a breach that shows only when two runs are laid side by side. */
const BETWEEN_RUNS = 'between runs';

/** What a run must report, by what a rule looks at. */
const FLAGS: Record<RelationRule['looksAt'], number> = {
  changes: INSPECT_FLAGS & ~RunFlag.treeEnd,
  ends: RunFlag.treeEnd | RunFlag.rawPointers,
};

/** Runs `trace`; null if the subject did not get to its end, or left records that nobody can read. */
async function runOf(subject: Subject, trace: Trace, flags: number): Promise<TraceRun | null> {
  const { words, casualty } = await subject.run(trace, flags);
  if (casualty !== null) return null;
  const run = readable(trace, words);
  if (run === null) return null;
  const { steps, end } = run;
  if (end === null || steps.length !== trace.ops.length) return null;
  return { trace, outcomes: steps.map((s) => s.outcome), ends: end.states };
}

/** Null where the records contradict themselves: what that is worth, the inspector says of such a run. */
export function readable(trace: Trace, words: Uint32Array): DecodedRun | null {
  try {
    return decodeRun(trace, words);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Judges rules that relate several runs: each derives other traces from `trace`, which the subject runs too. */
export async function judgeRelations(
  subject: Subject,
  relations: RuleSet['relations'],
  trace: Trace,
  tally: Int32Array,
): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { rule, slot } of relations) {
    const derived = rule.vary(trace);
    if (derived === null) continue;
    const flags = FLAGS[rule.looksAt];
    const base = await runOf(subject, rule.baseOf?.(trace) ?? trace, flags);
    if (base === null) continue;
    const variants: TraceRun[] = [];
    for (const other of derived) {
      // One at a time: a subject may reuse the words of one observation for the next.
      const run = await runOf(subject, other, flags);
      if (run !== null) variants.push(run);
    }
    if (variants.length < derived.length) continue;
    const judgement = rule.check(base, variants);
    if (judgement === NOT_EXERCISED) continue;
    tally[slot]!++;
    if (judgement !== BROKEN) continue;
    const at = Math.max(0, trace.ops.length - 1);
    breaches.push({ rule, at, op: 'end', effect: BETWEEN_RUNS, reason: rule.explain(base, variants) });
  }
  return breaches;
}

/** Judges what the subject says of a domain of this configuration. */
export function judgeInfo(subject: Subject, set: RuleSet, config: PageTableConfig, tally: Int32Array): Breach[] {
  if (subject.getInfo === undefined || set.infos.length === 0 || config.domainType !== 'paging') return [];
  const info = subject.getInfo(config);
  if (info === null) return [];
  const breaches: Breach[] = [];
  for (const { rule, slot } of set.infos) {
    const judgement = rule.check(config, info);
    if (judgement === NOT_EXERCISED) continue;
    tally[slot]!++;
    if (judgement !== BROKEN) continue;
    breaches.push({ rule, at: 0, op: 'end', effect: 'domain info', reason: rule.explain(config, info) });
  }
  return breaches;
}
