import type { PlainTrace } from '../../model/vocabulary/plain';
import type { DeviationsFile } from '../engine/deviations';
import { checkPlain } from './check';
import { convictPlain } from './convict';
import { COUNTER, CRASHING, GOOD, ODD, UNBOUNDED, type CounterConfig, type CounterOp } from './testing/counter';

const options = { seed: 'counter', cases: 400 };
const statusOf = (verdict: Awaited<ReturnType<typeof checkPlain>>) =>
  Object.fromEntries(verdict.rules.map(({ rule, status }) => [rule.id, status]));

test('a good subject holds every rule that was reached; the verdict says what was run', async () => {
  const verdict = await checkPlain(COUNTER, GOOD, options);
  expect(statusOf(verdict)).toEqual({
    'RMP-901': 'held',
    'RMP-902': 'held',
    'RMP-903': 'not reached',
    'RMP-904': 'held',
    'RMP-905': 'not tested',
  });
  expect(verdict).toMatchObject({ subject: 'good', cases: 400, activeShare: 1, divergences: [], seed: 'counter' });
  expect(Object.values(verdict.themes).reduce((a, b) => a + b)).toBe(400);
});

test('a broken rule is shown by its smallest trace, with the question that it rests on', async () => {
  const verdict = await checkPlain(COUNTER, UNBOUNDED, options);
  expect(statusOf(verdict)).toMatchObject({ 'RMP-901': 'broken', 'RMP-902': 'held' });
  const [finding] = verdict.rules[0]!.findings;
  expect(finding).toMatchObject({ rule: 'RMP-901', op: 'add', effect: 'another total', restsOn: ['LIMIT'] });
  const { trace, op, reason, originalOps } = finding!.counterexample;
  expect(trace).toMatchObject({ machine: 'counter', config: { limit: 10 } });
  expect(trace.ops.reduce((sum, step) => sum + (step.op === 'add' ? step.n : 0), 0)).toBe(11);
  expect({ op, reason }).toEqual({ op: trace.ops.length - 1, reason: 'total 11, limit 10' });
  expect(originalOps).toBeGreaterThan(trace.ops.length);
});

test('what parts from the model without breaking a rule is a divergence', async () => {
  const verdict = await checkPlain(COUNTER, ODD, options);
  expect(verdict.rules.filter(({ status }) => status === 'broken')).toEqual([]);
  expect(verdict.divergences).toHaveLength(1);
  expect(verdict.divergences[0]!.counterexample.trace.ops).toEqual([{ op: 'add', n: 3 }]);
});

test('a subject that throws is accused of it, with the op', async () => {
  const { divergences } = await checkPlain(COUNTER, CRASHING, options);
  expect(divergences[0]).toMatchObject({ rule: null, op: 'add', effect: 'crashed' });
  expect(divergences[0]!.counterexample).toMatchObject({
    trace: { ops: [{ op: 'add', n: 7 }] },
    reason: 'it threw: seven',
  });
});

test('a case is a function of seed and number: a run in two parts is the same run', async () => {
  const whole = await checkPlain(COUNTER, UNBOUNDED, options);
  const half = await checkPlain(COUNTER, UNBOUNDED, { ...options, firstCase: 200, cases: 200 });
  const first = await checkPlain(COUNTER, UNBOUNDED, { ...options, cases: 200 });
  expect(first.ops + half.ops).toBe(whole.ops);
  expect(first.rules[1]!.exercised + half.rules[1]!.exercised).toBe(whole.rules[1]!.exercised);
});

test('themes, rules and an aborted signal are obeyed', async () => {
  const verdict = await checkPlain(COUNTER, GOOD, { ...options, themes: ['short'], rules: ['RMP-902'] });
  expect(verdict.themes).toEqual({ short: 400 });
  expect(statusOf(verdict)).toEqual({ 'RMP-902': 'held' });
  expect((await checkPlain(COUNTER, GOOD, { ...options, signal: AbortSignal.abort() })).cases).toBe(0);
});

test('an exhibit is convicted of its own rule, and of no other', () => {
  expect(convictPlain(COUNTER, UNBOUNDED, 'RMP-901', { seed: 'c', maxCases: 100 })).toMatchObject({
    ops: [{ op: 'add' }, { op: 'add' }],
    others: [],
  });
  expect(convictPlain(COUNTER, GOOD, 'RMP-901', { seed: 'c', maxCases: 100 })).toBeNull();
  expect(() => convictPlain(COUNTER, GOOD, 'RMP-999', { seed: 'c', maxCases: 1 })).toThrow('no rule RMP-999');
});

describe('known deviations', () => {
  type Trace = PlainTrace<'counter', CounterConfig, CounterOp>;
  const readTrace = (document: unknown) => document as Trace;
  const trace: Trace = { machine: 'counter', config: { limit: 10 }, ops: [{ op: 'add', n: 3 }] };
  const entry = { rule: null, op: 'add', effect: 'another total', source: 'docs/findings.md F-90', trace };
  const known = (...deviations: DeviationsFile['deviations']) => ({ subject: 'odd', version: '1', deviations });

  test('what they document is known, and told with their source', async () => {
    const { divergences, staleDeviations } = await checkPlain(
      COUNTER,
      ODD,
      { ...options, known: known(entry) },
      readTrace,
    );
    expect(divergences).toMatchObject([{ known: true, deviation: 'docs/findings.md F-90' }]);
    expect(staleDeviations).toEqual([]);
  });

  test('a rule that only they break is known; one that breaks otherwise is broken', async () => {
    const rule = { ...entry, rule: 'RMP-901', trace: { ...trace, ops: [{ op: 'add', n: 11 }] } };
    const only = await checkPlain(COUNTER, UNBOUNDED, { ...options, known: known(rule) }, readTrace);
    expect(statusOf(only)['RMP-901']).toBe('known');
    const other = await checkPlain(
      COUNTER,
      UNBOUNDED,
      { ...options, known: known({ ...rule, op: 'reset' }) },
      readTrace,
    );
    expect(statusOf(other)['RMP-901']).toBe('broken');
  });

  test('an entry whose trace shows nothing any more is reported', async () => {
    const { staleDeviations } = await checkPlain(COUNTER, GOOD, { ...options, known: known(entry) }, readTrace);
    expect(staleDeviations).toEqual(['conformance add another total']);
  });

  test('what comes after a known difference is its consequence', async () => {
    // Beyond the limit every further add breaks the rule again, and differs no more: the model is not asked any longer.
    const waysSeen = async (file?: DeviationsFile): Promise<number> => {
      const search = file === undefined ? options : { ...options, known: file };
      const { rules } = await checkPlain(COUNTER, UNBOUNDED, { ...search, rules: ['RMP-901'] }, readTrace);
      return rules[0]!.findings.reduce((sum, { count }) => sum + count, 0);
    };
    expect(await waysSeen(known(entry))).toBeLessThan(await waysSeen());
  });
});
