import type { Observation, Subject, Trace } from '../../model/vocabulary';
import { differsAt } from '../page-table/compare';
import type { ExaminedCase, FastLane } from '../page-table/fast-lane';
import { casualtyBreach, type Breach, type Inspector } from '../page-table/inspect';
import { judgeInfo, judgeRelations } from '../page-table/relations';
import type { RuleSet } from '../page-table/rule-set';
import { RELATIONS_EVERY, comparesWholeTrees } from './cadence';

/**
 * Of the cases that differ from the model, one in this many is judged to its end; of the others the ops up to the first
 * difference: what comes after it is mostly its consequence, and whole trees after every op are what takes the time.
 */
const WHOLE_TRACE_EVERY = 8;
/** Ops of a case that relation rules look at: they run it several times with the whole tree after every op. */
const RELATION_OPS = 40;

/** Where breaches go: case number, the trace that was judged, what it broke. */
export interface BreachLog {
  note(caseNumber: number, trace: Trace, breaches: readonly Breach[]): void;
}

/** Judges what a subject gave for a case: in the fast lane, and where that is not enough in the slow one. */
export class CaseJudge {
  constructor(
    private readonly subject: Subject,
    private readonly lane: FastLane,
    private readonly inspector: Inspector,
    private readonly log: BreachLog,
    /** Grows by how often the case exercised each rule. */
    private readonly tally: Int32Array,
  ) {}

  /** Judges the observation of case `k`. A promise only where the slow lane has work to do. */
  judge(k: number, examined: ExaminedCase, observation: Observation): Promise<void> | null {
    if (observation.casualty !== null) {
      this.log.note(k, examined.trace, [casualtyBreach(examined.trace, observation.casualty)]);
      return null;
    }
    const differs = differsAt(examined, observation.words);
    const same = differs < 0;
    if (same) add(this.tally, examined.tally);
    if (same && comparesWholeTrees(k)) {
      this.log.note(k, examined.trace, this.inspector.judgeExpected(examined.trace, observation.words));
    }
    const relations = k % RELATIONS_EVERY === RELATIONS_EVERY - 1;
    return same && !relations ? null : this.inspectCase(k, examined, differs, relations);
  }

  /** `differs`: index of the record in which the observation differs from what is expected, or −1. */
  private async inspectCase(k: number, examined: ExaminedCase, differs: number, relations: boolean): Promise<void> {
    const { trace } = examined;
    const same = differs < 0;
    if (!same) {
      const whole = k % WHOLE_TRACE_EVERY === 0;
      const begun = whole ? trace : { ...trace, ops: trace.ops.slice(0, differs + 1) };
      let inspection = await this.inspector.inspect(begun);
      const blind = inspection.breaches.length === 0 && begun.ops.length < trace.ops.length;
      if (blind) inspection = await this.inspector.inspect(trace);
      add(this.tally, inspection.tally);
      this.log.note(k, blind ? trace : begun, inspection.breaches);
    }
    if (!relations) return;
    const set = this.lane.ruleSet(trace.config);
    this.log.note(k, trace, judgeInfo(this.subject, set, trace.config, this.tally));
    if (!same) return;
    const start = { ...trace, ops: trace.ops.slice(0, RELATION_OPS) };
    const turn = relationFor(set, start, Math.floor(k / RELATIONS_EVERY));
    this.log.note(k, start, await judgeRelations(this.subject, turn, start, this.tally));
  }
}

/** The relation rules take turns; one that has nothing to say of a trace leaves it to the next. */
function relationFor(set: RuleSet, trace: Trace, turn: number): RuleSet['relations'] {
  const { relations } = set;
  for (let i = 0; i < relations.length; i++) {
    const next = relations[(turn + i) % relations.length]!;
    if (next.rule.vary(trace) !== null) return [next];
  }
  return [];
}

function add(total: Int32Array, more: Int32Array): void {
  for (let i = 0; i < total.length; i++) total[i]! += more[i]!;
}
