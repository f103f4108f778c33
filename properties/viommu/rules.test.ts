import { VIOMMU_ASSUMPTION_POSITIONS } from '../../model/vocabulary/viommu/assumption';
import { inBoxViommuSubject } from '../../reference/in-box/viommu';
import { seededDraw } from '../engine/draw';
import { drawCase } from '../plain/case';
import { PlainJudge } from '../plain/judge';
import { viommuMachine } from '.';

/** Enough for some exercises of the rarest rule; `npm start` runs many times as many. */
const CASES = 30;
/** Cases under each other answer to an open question. */
const CASES_OF_POSITIONS = 8;

/** Judges cases on the in-box implementation: what was found, and how often each rule had something to say. */
function judgeCases(assume: Readonly<Record<string, unknown>>, cases: number) {
  const judge = new PlainJudge(viommuMachine);
  const tally = new Int32Array(judge.rules.length);
  const source = viommuMachine.source(assume);
  const told: string[] = [];
  for (let k = 0; k < cases; k++) {
    const { config, ops } = drawCase(viommuMachine, source, seededDraw('rules', k));
    const breaches = judge.judge(inBoxViommuSubject('in-box'), config, ops, tally);
    told.push(...breaches.map(({ rule, op, reason }) => `case ${k}: ${rule?.id ?? 'model'} in ${op}: ${reason}`));
  }
  return { told, exercised: new Map(judge.rules.map(({ id }, slot) => [id, tally[slot]!])) };
}

test('the rules are VIOMMU-001 to VIOMMU-031, and all are judged', () => {
  const ids = Array.from({ length: 31 }, (_, i) => `VIOMMU-${String(i + 1).padStart(3, '0')}`);
  expect(viommuMachine.rules.map(({ id }) => id)).toEqual(ids);
  expect(viommuMachine.rules.filter(({ scope }) => scope === 'untested')).toEqual([]);
});

test('the in-box implementation holds every rule and conforms; each rule is exercised', () => {
  const { told, exercised } = judgeCases({}, CASES);
  expect(told.slice(0, 5)).toEqual([]);
  expect([...exercised].filter(([, times]) => times === 0)).toEqual([]);
});

const others = Object.entries(VIOMMU_ASSUMPTION_POSITIONS).flatMap(([name, [, ...positions]]) =>
  positions.map((position) => ({ [name]: position })),
);

test.each(others)('under %j both codings agree, and every rule holds', (assume) => {
  expect(judgeCases(assume, CASES_OF_POSITIONS).told.slice(0, 3)).toEqual([]);
});
