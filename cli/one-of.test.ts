import { UsageError, failureOf } from './failure';
import { oneOf } from './one-of';

test('a name may be typed in any case; an unknown one is refused with a remedy', () => {
  expect(oneOf('rule', 'pt-032', ['PT-032'], '`rules`')).toBe('PT-032');
  expect(() => oneOf('rule', 'PT-03', ['PT-032'], '`rules`')).toThrow("unknown rule 'PT-03'; did you mean PT-032?");
  expect(() => oneOf('rule', 'nonsense', ['PT-032'], '`rules`')).toThrow("unknown rule 'nonsense'; `rules` lists them");
});

test('errors become one line and an exit code', () => {
  expect(failureOf(new UsageError('a\n  b'))).toEqual({ line: 'a b', exitCode: 64 });
  expect(failureOf(Object.assign(new Error('no gcc'), { exitCode: 125 }))).toEqual({ line: 'no gcc', exitCode: 125 });
  expect(failureOf(new TypeError('x is undefined'))).toMatchObject({ exitCode: 70 });
  expect(failureOf(Object.assign(new Error('odd'), { exitCode: 3 }))).toMatchObject({ exitCode: 70 });
  expect(failureOf('thrown text').line).toContain('thrown text');
});
