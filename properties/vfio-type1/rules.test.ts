import { inBoxType1Subject } from '../../reference/in-box/vfio-type1';
import { seededDraw } from '../engine/draw';
import { drawCase } from '../plain/case';
import { PlainJudge } from '../plain/judge';
import { vfioType1Machine } from '.';

/** Enough for some exercises of the rarest rule; `npm start` runs many times as many. */
const CASES = 80;
/** Cases under each other answer to an open question. */
const CASES_OF_POSITIONS = 12;
/** Generous: the machine may be busy with other things. */
const TIMEOUT_MS = 120_000;

/** Judges cases on the in-box implementation: what was found, and how often each rule had something to say. */
function judgeCases(assume: Readonly<Record<string, unknown>>, cases: number) {
  const judge = new PlainJudge(vfioType1Machine);
  const tally = new Int32Array(judge.rules.length);
  const source = vfioType1Machine.source(assume);
  const subject = inBoxType1Subject('in-box');
  const told: string[] = [];
  for (let k = 0; k < cases; k++) {
    const { config, ops } = drawCase(vfioType1Machine, source, seededDraw('rules', k));
    const breaches = judge.judge(subject, config, ops, tally);
    for (const rule of judge.rules)
      if (rule.scope === 'relation') breaches.push(...judge.judgeRelation(rule, subject, config, ops, tally));
    told.push(...breaches.map(({ rule, op, reason }) => `case ${k}: ${rule?.id ?? 'model'} in ${op}: ${reason}`));
  }
  return { told, exercised: new Map(judge.rules.map(({ id }, slot) => [id, tally[slot]!])) };
}

test('the rules are VFIO-001 to VFIO-035, and all are judged', () => {
  const ids = Array.from({ length: 35 }, (_, i) => `VFIO-${String(i + 1).padStart(3, '0')}`);
  expect(vfioType1Machine.rules.map(({ id }) => id)).toEqual(ids);
  expect(vfioType1Machine.rules.filter(({ scope }) => scope === 'untested')).toEqual([]);
});

test(
  'the in-box implementation holds every rule and conforms; each rule is exercised',
  () => {
    const { told, exercised } = judgeCases({}, CASES);
    expect(told.slice(0, 5)).toEqual([]);
    expect([...exercised].filter(([, times]) => times === 0)).toEqual([]);
  },
  TIMEOUT_MS,
);

test.each([{ VFIO_MMIO_CACHE: 'kept' }, { VFIO_RESERVED_RAM: 'memory' }, { VFIO_REPLAY_SINGLE: 'spans' }])(
  'under %j both codings agree, and every rule holds',
  (assume) => {
    expect(judgeCases(assume, CASES_OF_POSITIONS).told.slice(0, 3)).toEqual([]);
  },
  TIMEOUT_MS,
);
