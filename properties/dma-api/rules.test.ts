import { DMA_API_ASSUMPTION_POSITIONS } from '../../model/vocabulary/dma-api/assumption';
import { inBoxDmaApiSubject } from '../../reference/in-box/dma-api';
import { seededDraw } from '../engine/draw';
import { drawCase } from '../plain/case';
import { PlainJudge } from '../plain/judge';
import { dmaApiMachine } from '.';

/** Enough for some exercises of the rarest rule; `npm start` runs many times as many. */
const CASES = 110;
/** Cases under each other answer to an open question. */
const CASES_OF_POSITIONS = 6;
/** Generous: the machine may be busy with other things. */
const TIMEOUT_MS = 120_000;

/** Judges cases on the in-box implementation: what was found, and how often each rule had something to say. */
function judgeCases(assume: Readonly<Record<string, unknown>>, cases: number) {
  const judge = new PlainJudge(dmaApiMachine);
  const tally = new Int32Array(judge.rules.length);
  const source = dmaApiMachine.source(assume);
  const told: string[] = [];
  for (let k = 0; k < cases; k++) {
    const { config, ops } = drawCase(dmaApiMachine, source, seededDraw('rules', k));
    const breaches = judge.judge(inBoxDmaApiSubject('in-box'), config, ops, tally);
    told.push(...breaches.map(({ rule, op, reason }) => `case ${k}: ${rule?.id ?? 'model'} in ${op}: ${reason}`));
  }
  return { told, exercised: new Map(judge.rules.map(({ id }, slot) => [id, tally[slot]!])) };
}

test('the rules are DMA-001 to DMA-057; what is not judged here is judged of page tables', () => {
  const ids = Array.from({ length: 57 }, (_, i) => `DMA-${String(i + 1).padStart(3, '0')}`);
  expect(dmaApiMachine.rules.map(({ id }) => id)).toEqual(ids);
  expect(dmaApiMachine.rules.filter(({ scope }) => scope === 'untested').map(({ id }) => id)).toEqual(['DMA-054']);
});

test(
  'the in-box implementation holds every rule and conforms; each rule on steps is exercised',
  () => {
    const { told, exercised } = judgeCases({}, CASES);
    const onSteps = dmaApiMachine.rules.filter(({ scope }) => scope === 'step').map(({ id }) => id);
    expect(told.slice(0, 5)).toEqual([]);
    expect(onSteps.filter((id) => exercised.get(id) === 0)).toEqual([]);
  },
  TIMEOUT_MS,
);

const positions = Object.entries(DMA_API_ASSUMPTION_POSITIONS).flatMap(([name, [, ...others]]) =>
  others.map((position) => [name, position] as const),
);

test.each(positions)(
  'with %s = %s both codings agree, and every rule holds',
  (name, position) => {
    expect(judgeCases({ [name]: position }, CASES_OF_POSITIONS).told.slice(0, 3)).toEqual([]);
  },
  TIMEOUT_MS,
);
