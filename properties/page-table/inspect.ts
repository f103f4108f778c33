import { PageTableMachine } from '../../model/page-table';
import { formatOf } from '../../model/page-table/formats';
import type { Casualty, OpName, Subject, Trace } from '../../model/vocabulary';
import { ObservationWriter, RunFlag, Word, levelMask } from '../../model/vocabulary/observation';
import { OP_NAMES } from '../../model/vocabulary/op';
import { effectOf, sameButForAddresses } from './effect';
import { CASE_FLAGS } from './fast-lane';
import { factsOf } from './facts';
import { INSPECT_FLAGS, decodeEnd, decodeRun, decodeSteps, type DecodedRun } from './observed/decode';
import { splitRecords } from './observed/records';
import { judgeInfo, judgeRelations, readable } from './relations';
import type { Rule } from './rule';
import { explainBroken, type RuleSet } from './rule-set';
import { RuleSets } from './rule-sets';
import type { EndStep, Step } from './step';

/** Where a run and the model part: the first op whose outcome differs, and how. */
export interface Difference {
  readonly op: OpName | 'end';
  readonly effect: string;
}

/** One way in which a trace went wrong. */
export interface Breach {
  /** Null: no rule is broken, but observed and expected part. */
  readonly rule: Rule | null;
  /** Index of the op; the number of ops for the end of the trace. */
  readonly at: number;
  readonly op: OpName | 'end';
  readonly effect: string;
  readonly reason: string;
  /** Only of a breach that came after another difference: that one, of which this may be a consequence. */
  readonly after?: Difference;
}

/** What the slow lane found out about one trace on one subject. */
export interface Inspection {
  readonly breaches: readonly Breach[];
  readonly tally: Int32Array;
  /** Index of the first record that differs from the expected one, or −1. */
  readonly divergesAt: number;
  readonly casualty: Casualty | null;
  readonly run: DecodedRun | null;
}

/** A decoded run, or one that is decoded while it is judged. */
type Judged = Pick<DecodedRun, 'end'> & { readonly steps: Iterable<Step> };

/** Effect of a breach that came after another difference of the same run. */
export const AFTER = 'after another difference';

/**
 * The slow lane: runs a trace with the whole tree after every op, decodes what the subject really has, and judges
 * that by every rule; beside it, finds the first outcome that differs from the model's.
 */
export class Inspector {
  private readonly writer = new ObservationWriter();
  private readonly levels: number;
  private readonly sets: RuleSets;

  constructor(
    readonly subject: Subject,
    readonly rules: readonly Rule[],
  ) {
    this.levels = levelMask(subject.capabilities.levels);
    this.sets = new RuleSets(rules, subject.capabilities);
  }

  /** `related`: a rule that a single run cannot break (see needsRelations), or all of them, to be judged too. */
  async inspect(trace: Trace, related: Rule | 'all' | null = null): Promise<Inspection> {
    const tally = new Int32Array(this.rules.length);
    const { words, casualty } = await this.subject.run(trace, INSPECT_FLAGS);
    if (casualty !== null) return this.lost(trace, tally, casualty);
    let run: DecodedRun;
    try {
      run = decodeRun(trace, words);
    } catch (error) {
      return this.lost(trace, tally, { kind: 'protocol', op: -1, message: (error as Error).message });
    }
    const difference = this.firstDifference(trace, words, INSPECT_FLAGS);
    const set = this.sets.of(trace.config);
    const breaches = this.judge(set, trace, run, tally, difference);
    if (breaches.length === 0) breaches.push(...(await this.inWindows(trace)));
    if (related !== null) {
      const wanted = set.relations.filter(({ rule }) => related === 'all' || rule === related);
      breaches.push(...judgeInfo(this.subject, set, trace.config, tally));
      breaches.push(...(await judgeRelations(this.subject, wanted, trace, tally)));
    }
    return { breaches, tally, divergesAt: difference?.at ?? -1, casualty: null, run };
  }

  /**
   * Whether `rule` breaks in a way that `counts`, asked of one trace after the other: what `inspect` says of that rule,
   * without judging the others, which shrinking has no use for.
   */
  breaking(rule: Rule, counts: (breach: Breach) => boolean): (trace: Trace) => Promise<boolean> {
    const sets = new RuleSets([rule], this.subject.capabilities);
    const tally = new Int32Array(1);
    return async (trace) => {
      const set = sets.of(trace.config);
      if (rule.scope === 'info') return judgeInfo(this.subject, set, trace.config, tally).some(counts);
      if (rule.scope === 'relation')
        return (await judgeRelations(this.subject, set.relations, trace, tally)).some(counts);
      const { words, casualty } = await this.subject.run(trace, INSPECT_FLAGS);
      const run = casualty === null ? readable(trace, words) : null;
      if (run === null || this.judge(set, trace, run, tally, null).length === 0) return false;
      // Only now does it matter whether the model differs, and where.
      const difference = this.firstDifference(trace, words, INSPECT_FLAGS);
      return this.judge(set, trace, run, tally, difference).some(counts);
    };
  }

  /**
   * The breaches of a run that was observed with INSPECT_FLAGS, and that is what the model expects as far as the model
   * can say: what it decodes to is judged all the same, and where tables lie.
   */
  judgeExpected(trace: Trace, words: Uint32Array): readonly Breach[] {
    const set = this.sets.of(trace.config);
    const run = { steps: decodeSteps(trace, words), end: decodeEnd(trace, words) };
    return this.judge(set, trace, run, new Int32Array(this.rules.length), null);
  }

  /** A subject that died says nothing more: the casualty is the finding. */
  private lost(trace: Trace, tally: Int32Array, casualty: Casualty): Inspection {
    const breach = casualtyBreach(trace, casualty);
    return { breaches: [breach], tally, divergesAt: breach.at, casualty, run: null };
  }

  /** What whole trees do not show may still show in the windows of an ordinary case: a report that is not the tables. */
  private async inWindows(trace: Trace): Promise<Breach[]> {
    const { words, casualty } = await this.subject.run(trace, CASE_FLAGS);
    if (casualty !== null) return [...this.lost(trace, new Int32Array(), casualty).breaches];
    const difference = this.firstDifference(trace, words, CASE_FLAGS);
    if (difference === null) return [];
    const { at } = difference;
    const effect = `${difference.effect} in windows only`;
    return [{ rule: null, at, op: opAt(trace, at), effect, reason: `the observation differs: ${effect}` }];
  }

  private firstDifference(
    trace: Trace,
    observed: Uint32Array,
    runFlags: number,
  ): { at: number; effect: string } | null {
    const { config, ops } = trace;
    const format = formatOf(config.format);
    const machine = new PageTableMachine(config);
    const records = splitRecords(observed);
    const flags = runFlags & ~RunFlag.rawPointers;
    for (let i = 0; i <= ops.length; i++) {
      this.writer.reset();
      const op = ops[i];
      if (op === undefined) {
        machine.finish(this.writer, flags, this.levels);
      } else {
        machine.step(op);
        machine.observe(this.writer, flags, this.levels);
      }
      const record = records[i];
      if (record === undefined) return { at: i, effect: 'record missing' };
      const expected = this.writer.view();
      const effect = sameButForAddresses(config, format, expected, 0, observed, record.at)
        ? null
        : effectOf(config, format, expected, 0, observed, record.at);
      if (effect === null) {
        if ((expected[Word.status]! & ~0xff) !== 0) return null;
        continue;
      }
      if (op !== undefined && this.allowed(machine, trace, expected, observed, record.at)) return null;
      return { at: i, effect };
    }
    return null;
  }

  /** Under AMB-ERR-PRIORITY=any every errno whose condition applies will do. */
  private allowed(
    machine: PageTableMachine,
    trace: Trace,
    expected: Uint32Array,
    observed: Uint32Array,
    at: number,
  ): boolean {
    if (trace.config.assumptions['AMB-ERR-PRIORITY'] !== 'any') return false;
    const ret = observed[at + Word.ret]! | 0;
    return (expected[Word.ret]! | 0) < 0 && machine.allowedErrors().includes(ret);
  }

  private judge(
    set: RuleSet,
    trace: Trace,
    run: Judged,
    tally: Int32Array,
    difference: { at: number; effect: string } | null,
  ): Breach[] {
    const broken = new Map<Rule, Breach>();
    const note = (rule: Rule, step: Step | EndStep, at: number, op: OpName | 'end'): void => {
      if (broken.has(rule)) return;
      const reason = explainBroken(rule, step);
      if (difference !== null && at > difference.at) {
        const after = { op: opAt(trace, difference.at), effect: difference.effect };
        broken.set(rule, { rule, at, op, effect: AFTER, reason, after });
        return;
      }
      broken.set(rule, { rule, at, op, effect: at === difference?.at ? difference.effect : 'as expected', reason });
    };
    set.begin();
    for (const step of run.steps) {
      set.judge(step, factsOf(step), (rule) => note(rule, step, step.index, OP_NAMES[step.op.kind]!));
    }
    if (run.end !== null) {
      const end = run.end;
      set.judgeEnd(end, (rule) => note(rule, end, trace.ops.length, 'end'));
    }
    set.tallyInto(tally);
    const breaches = [...broken.values()];
    if (difference !== null && !breaches.some((b) => b.at <= difference.at)) {
      breaches.push({
        rule: null,
        at: difference.at,
        op: opAt(trace, difference.at),
        effect: difference.effect,
        reason: `the observation differs from the model's outcome: ${difference.effect}`,
      });
    }
    return breaches;
  }
}

/** Kind of the op at an index; `end` behind the last one, or where no op is to blame. */
const opAt = ({ ops }: Trace, at: number): OpName | 'end' => (ops[at] === undefined ? 'end' : OP_NAMES[ops[at].kind]!);

/** True for rules that a single run cannot break: `inspect` sees them only with `relations`. */
export const needsRelations = (rule: Rule | null): boolean => rule?.scope === 'relation' || rule?.scope === 'info';

/** True for a casualty that takes seconds to be known as one. */
export const isSlowDeath = (effect: string): boolean => effect === 'hung' || effect === 'memory';

/** The breach that a casualty is: a subject that died says nothing more. */
export const casualtyBreach = (trace: Trace, { op, kind, message }: Casualty): Breach => ({
  rule: null,
  at: Math.max(0, op),
  op: opAt(trace, op),
  effect: kind,
  reason: message,
});

/** True for the breaches that came after a difference of another op: shrinking brings them to the front. */
export const cameAfter = (breach: Breach): boolean => breach.effect === AFTER;
