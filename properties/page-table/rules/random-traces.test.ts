import { PageTableMachine } from '../../../model/page-table';
import { PROFILES } from '../../../model/page-table/profiles';
import { OP_NAMES, type Capabilities } from '../../../model/vocabulary';
import { seededDraw } from '../../engine/draw';
import { factsOf } from '../facts';
import { CaseGenerator } from '../generator';
import { LiveStep } from '../live-step';
import type { Rule } from '../rule';
import { RuleSet, explainBroken } from '../rule-set';
import * as cBit from './c-bit';
import * as bits from './entry-v1-bits';
import * as decode from './entry-v1-decode';
import * as size from './entry-v1-size';
import * as x86 from './entry-v2';
import * as commands from './flush-commands';
import * as gather from './flush-gather';
import * as lifecycle from './lifecycle';
import * as old from './old-versus-new';
import * as structure from './structure';

const RULES: readonly Rule[] = [bits, size, decode, x86, cBit, structure, gather, commands, lifecycle, old].flatMap(
  (file) => Object.values<Rule>(file),
);
const CASES = 150;

/** Judges CASES generated cases of `profile` on the model itself; returns how often each rule was exercised. */
function exercise(profile: string): Int32Array {
  const { contract, assumptions } = PROFILES[profile]!;
  const capabilities: Capabilities = {
    name: 'model',
    version: '1',
    formats: ['amdv1', 'amdv2'],
    contracts: [contract],
    ops: OP_NAMES,
    levels: ['results', 'translations', 'entries', 'effects', 'commands'],
    hostile: true,
    maxOps: 200,
    limits: {},
  };
  const generator = new CaseGenerator({ contract, assumptions, capabilities });
  const tally = new Int32Array(RULES.length);
  const live = new LiveStep();
  const { step } = live;
  for (let k = 0; k < CASES; k++) {
    const config = generator.begin(seededDraw('rules', k));
    const machine = new PageTableMachine(config);
    const set = new RuleSet(RULES, config, capabilities);
    live.begin(machine);
    set.begin();
    for (let op = generator.next(machine); op !== null; op = generator.next(machine)) {
      generator.after(op, live.run(op));
      set.judge(step, factsOf(step), (rule, broken) => {
        throw new Error(`${rule.id} in case ${k}: ${explainBroken(rule, broken)}`);
      });
      if ((step.outcome.status & ~0xff) !== 0) break;
    }
    set.tallyInto(tally);
  }
  return tally;
}

test('the model breaks no rule, and exercises each under one of the profiles', () => {
  const total = new Int32Array(RULES.length);
  for (const profile of Object.keys(PROFILES)) exercise(profile).forEach((count, i) => (total[i]! += count));
  const perOp = ['step', 'leaf', 'pointer'];
  expect(RULES.filter((rule, i) => perOp.includes(rule.scope) && total[i] === 0).map((rule) => rule.id)).toEqual([]);
}, 60_000);
