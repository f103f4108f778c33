import type { AssumptionChoices, Subject } from '../../model/vocabulary';
import { RELATIONS_EVERY } from '../../properties/engine/cadence';
import { allRules } from '../../properties/page-table/catalogue';
import { differsAt } from '../../properties/page-table/compare';
import { Inspector, type Breach } from '../../properties/page-table/inspect';
import { judgeInfo, judgeRelations } from '../../properties/page-table/relations';
import { RuleSet } from '../../properties/page-table/rule-set';
import type { InBoxModule } from './load';
import type { DrawnCase, Stand } from './stand';

/** What became of a mutant. */
export interface Fate {
  readonly end: 'rule' | 'conformance' | 'crashed' | 'hung' | 'survived' | 'judge failed';
  /** The rules that the convicting case broke. */
  readonly rules: readonly string[];
  /** Where it was convicted, or why it crashed. */
  readonly note: string;
}

export const SURVIVED: Fate = { end: 'survived', rules: [], note: '' };

/** Failing cases that are searched for a rule that names what conformance saw. */
const CASES_FOR_A_RULE = 12;
/** As in `check`: relation rules run a case several times, so they get its start only. */
const RELATION_OPS = 48;

const RULES = allRules();

/** Differs from what is expected, but not when the whole tree is reported after every op, which is all that is judged. */
const UNEXPLAINED: readonly Breach[] = [];

/**
 * Judges an in-box implementation on all stands in turn, with the comparisons and the rules of `check`, until a case
 * convicts it. `onRun` is called before every run of a trace.
 */
export async function judge(inBox: InBoxModule, stands: readonly Stand[], onRun: () => void): Promise<Fate> {
  const inspectors = stands.map(({ parts }) => new Inspector(openSubject(inBox, parts, onRun), RULES));
  const cases = Math.max(...stands.map((stand) => stand.cases.length));
  let fate = SURVIVED;
  let failed = 0;
  let unexplained = SURVIVED;
  for (let k = 0; k < cases; k++) {
    for (const [i, stand] of stands.entries()) {
      const breaches = await breachesOf(stand.cases[k]!, k, inspectors[i]!);
      if (breaches === UNEXPLAINED)
        unexplained = { ...SURVIVED, note: `differs only in windows: ${stand.name}, case ${k}` };
      if (breaches.length === 0) continue;
      if (fate === SURVIVED || breaches.some(({ rule }) => rule !== null)) fate = fateOf(stand, k, breaches);
      if (fate.end === 'rule' || ++failed === CASES_FOR_A_RULE) return fate;
    }
  }
  return fate === SURVIVED ? unexplained : fate;
}

function openSubject(inBox: InBoxModule, assumptions: AssumptionChoices, onRun: () => void): Subject {
  const subject = inBox.inBoxFor(assumptions);
  return {
    ...subject,
    run(trace, flags) {
      onRun();
      return subject.run(trace, flags);
    },
  };
}

async function breachesOf(one: DrawnCase, number: number, inspector: Inspector): Promise<readonly Breach[]> {
  const { trace, flags } = one;
  const { subject } = inspector;
  const { words, casualty } = await subject.run(trace, flags);
  if (casualty !== null || differsAt(one, words) >= 0) {
    const { breaches } = await inspector.inspect(trace);
    return breaches.length > 0 ? breaches : UNEXPLAINED;
  }
  if (number % RELATIONS_EVERY !== RELATIONS_EVERY - 1) return [];
  const set = new RuleSet(RULES, trace.config, subject.capabilities);
  const tally = new Int32Array(RULES.length);
  const start = { ...trace, ops: trace.ops.slice(0, RELATION_OPS) };
  const turn = set.relations[Math.floor(number / RELATIONS_EVERY) % Math.max(1, set.relations.length)];
  const relations = turn === undefined ? [] : [turn];
  const info = judgeInfo(subject, set, trace.config, tally);
  return [...info, ...(await judgeRelations(subject, relations, start, tally))];
}

function fateOf({ name }: Stand, number: number, breaches: readonly Breach[]): Fate {
  const rules = breaches.flatMap(({ rule }) => (rule === null ? [] : [rule.id]));
  const crashed = breaches.some(({ effect }) => effect === 'crashed');
  return {
    end: rules.length > 0 ? 'rule' : crashed ? 'crashed' : 'conformance',
    rules,
    note: `${name}, case ${number}`,
  };
}
