import { PageTableMachine } from '../../../model/page-table';
import { PROFILES } from '../../../model/page-table/profiles';
import {
  DEFAULT_ASSUMPTIONS,
  OP_NAMES,
  ObservationWriter,
  RunFlag,
  levelMask,
  type AssumptionChoices,
  type Capabilities,
  type Contract,
  type Op,
} from '../../../model/vocabulary';
import { seededDraw } from '../../engine/draw';
import { allRules } from '../catalogue';
import { CaseGenerator } from '../generator';
import { factsOf } from '../facts';
import { LiveStep } from '../live-step';
import { INSPECT_FLAGS, decodeRun } from '../observed/decode';
import type { Rule } from '../rule';
import { RuleSet, explainBroken, type OnBroken } from '../rule-set';

/** Subsections 8.5 … 8.10 and 8.12 of page-tables.md. */
const numberOf = (rule: Rule): number => Number(rule.id.slice(3));
const RULES = allRules().filter((rule) => {
  const number = numberOf(rule);
  return (number >= 50 && number < 138) || (number >= 160 && number < 169);
});

interface Choice {
  readonly contract: Contract;
  readonly assumptions: AssumptionChoices;
  readonly themes?: readonly string[];
}

const CHOICES: Readonly<Record<string, Choice>> = {
  ...Object.fromEntries(
    Object.values(PROFILES).map(({ name, contract, assumptions }) => [name, { contract, assumptions }]),
  ),
  'other lengths': {
    contract: 'generic-pt',
    assumptions: { ...DEFAULT_ASSUMPTIONS, 'AMB-LEN': 'einval', 'AMB-LEN0': 'noop' },
  },
  // Leaves that take the place of the whole old tree are rare elsewhere (PT-092).
  'large pages': { contract: 'generic-pt', assumptions: DEFAULT_ASSUMPTIONS, themes: ['large-pages'] },
  'other errors': {
    contract: 'generic-pt',
    assumptions: { ...DEFAULT_ASSUMPTIONS, 'AMB-UNMAP-LARGER': 'refuse', 'AMB-ERR-PRIORITY': 'any' },
  },
};

const LEVELS: Capabilities['levels'] = ['results', 'translations', 'entries', 'effects', 'commands'];
const capabilitiesOf = (contract: Contract): Capabilities => ({
  name: 'model',
  version: '1',
  formats: ['amdv1', 'amdv2'],
  contracts: [contract],
  ops: OP_NAMES,
  levels: LEVELS,
  hostile: true,
  maxOps: 200,
  limits: {},
});

/** Judges `cases` generated cases on the model: its outcomes as they are, or decoded from dumps like a subject's. */
function exercise(choice: Choice, cases: number, fromDumps: boolean, tally: Int32Array): void {
  const capabilities = capabilitiesOf(choice.contract);
  const generator = new CaseGenerator({ ...choice, capabilities });
  const live = new LiveStep();
  const writer = new ObservationWriter();
  const flags = INSPECT_FLAGS & ~RunFlag.rawPointers;
  for (let k = 0; k < cases; k++) {
    const config = generator.begin(seededDraw('maps and unmaps', k));
    const machine = new PageTableMachine(config);
    const set = new RuleSet(RULES, config, capabilities);
    const onBroken: OnBroken = (rule, step) => {
      throw new Error(`${rule.id} in case ${k}: ${explainBroken(rule, step)}`);
    };
    const ops: Op[] = [];
    live.begin(machine);
    set.begin();
    writer.reset();
    for (let op = generator.next(machine); op !== null; op = generator.next(machine)) {
      ops.push(op);
      generator.after(op, live.run(op));
      if (fromDumps) machine.observe(writer, flags, levelMask(LEVELS));
      else set.judge(live.step, factsOf(live.step), onBroken);
      if ((live.step.outcome.status & ~0xff) !== 0) break;
    }
    set.tallyInto(tally);
    if (!fromDumps) continue;
    machine.finish(writer, flags, levelMask(LEVELS));
    const { steps } = decodeRun({ machine: 'page-table', config, ops }, writer.view().slice());
    for (const step of steps) set.judge(step, factsOf(step), onBroken);
  }
}

test('the model breaks none of these rules under any choice, and exercises each', () => {
  const tally = new Int32Array(RULES.length);
  for (const choice of Object.values(CHOICES)) exercise(choice, 120, false, tally);
  const silent = RULES.filter((rule, i) => rule.scope !== 'relation' && tally[i] === 0);
  expect(silent.map((rule) => rule.id)).toEqual([]);
}, 60_000);

test('nor do its dumps, decoded as those of a subject', () => {
  for (const choice of Object.values(CHOICES)) exercise(choice, 6, true, new Int32Array(RULES.length));
}, 60_000);

test('every invariant of the subsections has its rule', () => {
  const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const numbers = [span(50, 62), span(64, 80), span(85, 94), span(100, 115), span(120, 123), span(130, 137)].flat();
  expect(RULES.map(numberOf)).toEqual([...numbers, ...span(160, 168)]);
});
