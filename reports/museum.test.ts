import type { RuleId } from '../model/vocabulary';
import type { MuseumRow } from './museum';
import { museumMatrix, museumTable } from './museum';
import { plainPage } from './page';

const row = (name: string, rule: RuleId, cases: number | null, others: readonly RuleId[] = []): MuseumRow => ({
  name,
  rule,
  cases,
  traceOps: cases === null ? 0 : 2,
  broke: cases === null ? [] : [rule, ...others],
});
const ROWS: readonly MuseumRow[] = [
  row('c-bit-on-mmio', 'PT-032', 3, ['PT-050']),
  row('unmap-counts-holes', 'PT-102', null),
  ...Array.from({ length: 70 }, (_, i) => row(`bug-${i}`, 'PT-050', i + 1)),
];

test.each([80, 120])('table and matrix fit %i columns', (width) => {
  const page = plainPage(width);
  const text = `${museumTable(ROWS.slice(0, 3), page)}\n\n${museumMatrix(ROWS, ['PT-032', 'PT-050', 'PT-102', 'PT-114'], page)}`;
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(text).toMatchSnapshot();
});

test('a rule without a conviction is named', () => {
  expect(museumMatrix(ROWS, ['PT-050', 'PT-102'], plainPage(80))).toContain('rules without a conviction: PT-102');
});
