import { inBoxRmpSubject } from '../../reference/in-box/rmp';
import { rmpExhibits, rmpExhibitSubject } from '../../reference/museum/rmp';
import { seededDraw } from '../engine/draw';
import { drawCase } from '../plain/case';
import { convictPlain } from '../plain/convict';
import { PlainJudge } from '../plain/judge';
import { rmpMachine } from '.';

/** Enough for some exercises of the rarest rule; `npm start` runs many times as many. */
const CASES = 32;
/** Cases under each set of other positions. */
const CASES_OF_POSITIONS = 8;
/** Cases within which an exhibit must be found; most are in the first ones. */
const CONVICTION_CASES = 300;
/** Generous: the machine may be busy with other things. */
const TIMEOUT_MS = 180_000;

const judged = rmpMachine.rules.filter(({ scope }) => scope !== 'untested');

/** Judges cases, and every relation on each of them. */
function judgeCases(assume: Readonly<Record<string, unknown>>, cases: number) {
  const judge = new PlainJudge(rmpMachine);
  const tally = new Int32Array(judge.rules.length);
  const subject = inBoxRmpSubject('in-box');
  const source = rmpMachine.source(assume);
  const told: string[] = [];
  for (let k = 0; k < cases; k++) {
    const { config, ops } = drawCase(rmpMachine, source, seededDraw('rules', k));
    const breaches = judge.judge(subject, config, ops, tally);
    for (const rule of judge.rules) {
      if (rule.scope === 'relation') breaches.push(...judge.judgeRelation(rule, subject, config, ops, tally));
    }
    told.push(...breaches.map(({ rule, op, reason }) => `case ${k}: ${rule?.id ?? 'model'} in ${op}: ${reason}`));
  }
  return { told, exercised: new Map(judge.rules.map(({ id }, slot) => [id, tally[slot]!])) };
}

test('the rules are RMP-001 to RMP-069, and only two are not judged', () => {
  const ids = Array.from({ length: 69 }, (_, i) => `RMP-${String(i + 1).padStart(3, '0')}`);
  expect(rmpMachine.rules.map(({ id }) => id)).toEqual(ids);
  const untested = rmpMachine.rules.filter(({ scope }) => scope === 'untested');
  expect(untested.map(({ id }) => id)).toEqual(['RMP-012', 'RMP-067']);
});

test(
  'the in-box RMP holds every rule and conforms; each judged rule is exercised',
  () => {
    const { told, exercised } = judgeCases({}, CASES);
    expect(told.slice(0, 5)).toEqual([]);
    expect(judged.filter(({ id }) => exercised.get(id) === 0).map(({ id }) => id)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'rules are not tied to one answer of an open question',
  () => {
    const questions = [
      { RMPUPDATE_BASE_2M_TO_4K: 'resize', RMPUPDATE_4K_BASE_TO_2M: 'overlap', RMPUPDATE_ERR_ORDER: 'fixed list' },
      { RMPUPDATE_HVFIXED_TUPLE: 'accept', RMPUPDATE_RECLAIM_TUPLE: 'accept', RMPUPDATE_FIRMWARE_GPA: 'kept' },
      { RMPUPDATE_SAME_KEEPS_VALIDATED: false, UNASSIGN_ZEROES_ENTRY: false, VMPL_FULL_MASK: 0xff },
      { PSMASH_IMMUTABLE: 'allow', PSMASH_NOT_2M_CODE: 2, RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB: true },
      { VMRUN_VMSA_ENTRY: 'own', VMSA_PAGE_DATA_ACCESS: 'deny', PVALIDATE_NON_VMPL0: 'FAIL_PERMISSION' },
      { HOST_PT_READ_CHECKED: false, NPT_READ_CHECKED: true, INUSE_SPURIOUS: 'on', RMPUPDATE_GPA_ALIGN_2M: 'ignore' },
    ];
    for (const assume of questions) expect(judgeCases(assume, CASES_OF_POSITIONS).told.slice(0, 3)).toEqual([]);
  },
  TIMEOUT_MS,
);

test('every judged rule has an exhibit', () => {
  const shown = new Set(rmpExhibits().map(({ rule }) => rule));
  expect(judged.filter(({ id }) => !shown.has(id)).map(({ id }) => id)).toEqual([]);
});

const searched = rmpExhibits().filter(({ hard }) => hard === undefined);

test.each(searched.map((exhibit) => [exhibit.rule, exhibit.name, exhibit] as const))(
  '%s convicts %s',
  (rule, _name, exhibit) => {
    const options = { seed: 'rmp', maxCases: CONVICTION_CASES, shrinkBudgetOps: 0 };
    // The other rules have no say in a conviction of this one.
    const machine = { ...rmpMachine, rules: rmpMachine.rules.filter(({ id }) => id === rule) };
    const conviction = convictPlain(machine, rmpExhibitSubject(exhibit), rule, options);
    expect(conviction).not.toBeNull();
    expect(conviction!.reason).not.toBe('');
  },
  TIMEOUT_MS,
);
