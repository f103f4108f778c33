import { createColors } from 'picocolors';
import { pageFor, plainPage, wantsColors } from './page';
import { ruleTable } from './rule-table';
import { ROWS } from './testing/samples';

const widths = (text: string): number[] => text.split('\n').map((line) => line.length);

test.each([60, 80, 120])('the rule table fits %i columns', (width) => {
  const text = ruleTable(ROWS, plainPage(width));
  expect(Math.max(...widths(text))).toBeLessThanOrEqual(width);
  expect(text).toMatchSnapshot();
});

test('status colours do not move the columns', () => {
  const painted = ruleTable(ROWS, { width: 80, colors: createColors(true) });
  expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(ruleTable(ROWS, plainPage(80)));
  expect(painted).toContain('\x1b[31mbroken');
});

test.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: true }, { NO_COLOR: '1' }, false],
  [{ isTTY: true }, { TERM: 'dumb' }, false],
  [{ isTTY: false }, {}, false],
  [{ isTTY: false }, { CI: 'true' }, false],
  [{ isTTY: false }, { FORCE_COLOR: '1' }, true],
  [{ isTTY: true }, { FORCE_COLOR: '0' }, false],
  [{ isTTY: true }, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('colours on %j with %j: %s', (terminal, env, expected) => {
  expect(wantsColors(terminal, env)).toBe(expected);
});

test('the width comes from the stream, then from COLUMNS, and has limits', () => {
  expect(pageFor({ columns: 120 }, {}).width).toBe(120);
  expect(pageFor({}, { COLUMNS: '100' }).width).toBe(100);
  expect(pageFor({}, {}).width).toBe(80);
  expect(pageFor({ columns: 20 }, {}).width).toBe(60);
});
