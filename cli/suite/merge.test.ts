import type { RuleStatus, RuleVerdict, Verdict } from '../../model/vocabulary';
import { ROWS, VERDICT } from '../../reports/testing/samples';
import { mergeVerdicts } from './merge';

const [held, broken] = ROWS as [RuleVerdict, RuleVerdict];
const part = (status: RuleStatus, exercised: number, fields: Partial<Verdict> = {}): Verdict => ({
  ...VERDICT,
  rules: [
    status === 'broken'
      ? broken
      : { ...held, status, exercised, ...(status === 'not tested' ? { reason: 'other contract' } : {}) },
  ],
  ...fields,
});
const merged = (...parts: [Verdict, ...Verdict[]]): RuleVerdict => mergeVerdicts(parts, 1).rules[0]!;

test('a rule that no part reaches alone may be reached by all together', () => {
  expect(merged(part('not reached', 60), part('not reached', 60))).toMatchObject({ status: 'held', exercised: 120 });
  expect(merged(part('not reached', 10), part('not reached', 60))).toMatchObject({
    status: 'not reached',
    exercised: 70,
  });
});

test('a rule broken in one part is broken; tested in one part, it is tested', () => {
  expect(merged(part('held', 500), part('broken', 1))).toMatchObject({ status: 'broken' });
  expect(merged(part('not tested', 0), part('held', 500))).toMatchObject({ status: 'held', exercised: 500 });
  expect(merged(part('not tested', 0), part('not tested', 0))).toMatchObject({
    status: 'not tested',
    reason: 'other contract',
  });
});

test('counts add up, shares are weighed by ops', () => {
  const both = mergeVerdicts(
    [
      part('held', 1, { profile: 'linux-7.2', cases: 10, ops: 1000, activeShare: 0.5 }),
      part('held', 1, { profile: 'linux-6.12', cases: 30, ops: 3000, activeShare: 0.9 }),
    ],
    7,
  );
  expect(both).toMatchObject({ profile: 'linux-7.2 and linux-6.12', cases: 40, ops: 4000, meanOps: 100, seconds: 7 });
  expect(both.activeShare).toBeCloseTo(0.8);
  expect(both.themes).toEqual({ core: 5000, mmio: 5000 });
});
