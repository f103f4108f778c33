import { RunsOfCase } from './runs';
import type { CounterConfig, CounterOp, CounterOutcome, CounterView } from './testing/counter';
import { GOOD } from './testing/counter';

/** GOOD, and how often it was started. */
function counted() {
  let starts = 0;
  const start = (config: CounterConfig) => {
    starts++;
    return GOOD.start(config);
  };
  return { subject: { ...GOOD, start }, starts: () => starts };
}

const config: CounterConfig = { limit: 10 };
const ops: readonly CounterOp[] = [{ op: 'add', n: 3 }];
const newRuns = () => new RunsOfCase<CounterConfig, CounterOp, CounterOutcome, CounterView>();

test('the case and what is derived from it are run once each, until another case begins', () => {
  const { subject, starts } = counted();
  const runs = newRuns();
  const derived = [...ops, ...ops];
  for (let i = 0; i < 3; i++) {
    expect(runs.base(subject, config, ops)).toMatchObject({ config, ops });
    expect(runs.derived(subject, config, derived)?.outcomes).toHaveLength(2);
  }
  expect(starts()).toBe(2);
  runs.base(subject, config, derived);
  runs.base(subject, config, ops);
  runs.derived(subject, config, derived);
  expect(starts()).toBe(5);
});

test('another subject is run itself; one that throws gives no run', () => {
  const { subject, starts } = counted();
  const runs = newRuns();
  const run = runs.base(GOOD, config, ops);
  expect(runs.base(subject, config, ops)).toEqual(run);
  expect(starts()).toBe(1);
  const throwing = {
    ...GOOD,
    start: (): never => {
      throw new Error('no');
    },
  };
  expect(runs.base(throwing, config, ops)).toBeNull();
  expect(runs.derived(throwing, config, ops)).toBeNull();
});
