import { PROFILES } from '../../model/page-table/profiles';
import type { RuleId, Subject, Trace } from '../../model/vocabulary';
import { allRules } from '../page-table/catalogue';
import { differsAt } from '../page-table/compare';
import { FastLane } from '../page-table/fast-lane';
import { CaseGenerator } from '../page-table/generator';
import { Inspector, needsRelations, type Breach } from '../page-table/inspect';
import type { Rule } from '../page-table/rule';
import { comparesWholeTrees } from './cadence';
import { seededDraw } from './draw';
import { shrink } from './shrink';
import { parseTrace } from './trace-file';

/** How a known-bad variant was convicted of the rule that it is known to break. */
export interface Conviction {
  /** Case that showed it; −1 for a stored trace. */
  readonly caseNumber: number;
  /** Smallest trace found, and its breach of the rule. */
  readonly trace: Trace;
  readonly breach: Breach;
  /** Other rules that the smallest trace breaks. */
  readonly others: readonly RuleId[];
}

export interface ConvictOptions {
  readonly seed: string;
  readonly maxCases: number;
  readonly profile: string;
  readonly shrinkBudgetOps?: number;
}

/** Searches until `subject` breaks `ruleId` by the rule's own predicate; null if `maxCases` did not show it. */
export async function convict(subject: Subject, ruleId: RuleId, options: ConvictOptions): Promise<Conviction | null> {
  const rule = ruleCalled(ruleId);
  const { contract, assumptions } = PROFILES[options.profile]!;
  const { capabilities } = subject;
  // The search asks the one rule alone; what else the smallest trace breaks is asked once, of all of them.
  const lane = new FastLane([rule], capabilities, new CaseGenerator({ contract, assumptions, capabilities }));
  const inspector = new Inspector(subject, [rule]);
  const related = needsRelations(rule) ? rule : null;
  const breaks = (breaches: readonly Breach[]): Breach | undefined => breaches.find((b) => b.rule === rule);
  for (let k = 0; k < options.maxCases; k++) {
    const examined = lane.draw(seededDraw(options.seed, k), comparesWholeTrees(k));
    const { words, casualty } = await subject.run(examined.trace, examined.flags);
    const differs = differsAt(examined, words);
    if (related === null && casualty === null && differs < 0) continue;
    // Most bugs show where the difference begins, and a short trace costs less to look at and to shrink.
    const begun = {
      ...examined.trace,
      ops: differs < 0 ? examined.trace.ops : examined.trace.ops.slice(0, differs + 1),
    };
    let found: Trace = begun;
    let seen = breaks((await inspector.inspect(begun, related)).breaches);
    if (seen === undefined && begun.ops.length < examined.trace.ops.length) {
      found = examined.trace;
      seen = breaks((await inspector.inspect(found, related)).breaches);
    }
    if (seen === undefined) continue;
    const budgetOps = options.shrinkBudgetOps ?? 20_000;
    const broken = inspector.breaking(rule, () => true);
    const { trace } = await shrink(found, broken, { budgetOps, afterOp: seen.at });
    return conviction(subject, rule, trace, k);
  }
  return null;
}

/**
 * Replays the stored trace of a subject that is hard to convict, a trace file's document; null if it does not break
 * `ruleId`. Throws TraceFileError.
 */
export async function convictByTrace(subject: Subject, ruleId: RuleId, document: object): Promise<Conviction | null> {
  const { trace } = parseTrace(document, `the stored trace of ${subject.capabilities.name}`);
  return conviction(subject, ruleCalled(ruleId), trace, -1);
}

/** What `trace` says against `subject`; null if not that it breaks `rule`. */
async function conviction(subject: Subject, rule: Rule, trace: Trace, caseNumber: number): Promise<Conviction | null> {
  const related = needsRelations(rule) ? rule : null;
  const { breaches } = await new Inspector(subject, allRules()).inspect(trace, related);
  const breach = breaches.find((b) => b.rule === rule);
  if (breach === undefined) return null;
  const others = breaches.flatMap((b) => (b.rule === null || b.rule === rule ? [] : [b.rule.id]));
  return { caseNumber, trace, breach, others };
}

function ruleCalled(id: RuleId): Rule {
  const rule = allRules().find((candidate) => candidate.id === id);
  if (rule === undefined) throw new RangeError(`no rule ${id}`);
  return rule;
}
