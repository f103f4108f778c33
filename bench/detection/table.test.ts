import type { Culprit } from './culprits';
import type { Detection } from './strategies';
import { againstGenerated, heading, medianCases, rowText, totals, type Row } from './table';

const cell = (...cases: readonly (number | null)[]): Detection[] => cases.map((n) => ({ cases: n, seconds: 2 }));
const culprit = (name: string, isHard = false): Culprit => ({ name, rule: 'PT-001', profile: 'linux-7.2', isHard });
const NAMES = ['uniform', 'check', 'campaign'];
const ROWS: readonly Row[] = [
  { culprit: culprit('easy'), cells: [cell(40, 50, 60), cell(3, 2, 1), cell(2, 2, 2)] },
  { culprit: culprit('rare', true), cells: [cell(null, null, null), cell(4000, null, 2000), cell(1000, 900, null)] },
  { culprit: culprit('elsewhere'), cells: [null, cell(7, 7, 7), cell(7, 7, 7)] },
];

test('a seed that did not convict counts as infinitely many cases', () => {
  expect(medianCases(cell(5, null, 3))).toBe(5);
  expect(medianCases(cell(null, null, 3))).toBe(Infinity);
  expect(medianCases(cell(4, 2))).toBe(2);
});

test('a row tells what each strategy took, and which of them there is none of', () => {
  expect(heading(NAMES)).toMatch(/exhibit +rule +uniform +check +campaign$/);
  expect(rowText(ROWS[1]!)).toMatch(/^rare \(hard\) +PT-001 +not found +2\.0 s +4,000 +2\.0 s +1,000 +2\.0 s$/);
  expect(rowText(ROWS[2]!)).toMatch(/PT-001 +– +7/);
});

test('totals count what was not found as the cap; ratios are those of long searches alone', () => {
  expect(totals(ROWS, NAMES, 5000)).toEqual([
    'uniform: 1 of 2 convicted, 5,050 cases, 4.0 s (medians, not found counts 5,000)',
    'check: 3 of 3 convicted, 4,009 cases, 6.0 s (medians, not found counts 5,000)',
    'campaign: 3 of 3 convicted, 1,009 cases, 6.0 s (medians, not found counts 5,000)',
  ]);
  expect(againstGenerated(ROWS, NAMES, 5000)).toEqual([
    'uniform takes 1.25 times the cases of check on the 1 exhibits that take it more than 1,000',
    'campaign takes 0.25 times the cases of check on the 1 exhibits that take it more than 1,000',
  ]);
});
