import type { MuseumRow } from './museum';
import { museumMatrix, museumTable } from './museum';
import { plainPage } from './page';

const ROWS: readonly MuseumRow[] = [
  { name: 'c-bit-on-mmio', named: ['PT-032'], broke: ['PT-032', 'PT-050'], cases: 3 },
  { name: 'unmap-counts-holes', named: ['PT-102', 'PT-114'], broke: ['PT-102'], cases: null },
  ...Array.from({ length: 70 }, (_, i): MuseumRow => ({
    name: `bug-${i}`,
    named: ['PT-050'],
    broke: ['PT-050'],
    cases: 1,
  })),
];

test.each([80, 120])('table and matrix fit %i columns', (width) => {
  const page = plainPage(width);
  const text = `${museumTable(ROWS.slice(0, 3), page)}\n\n${museumMatrix(ROWS, ['PT-032', 'PT-050', 'PT-102', 'PT-114'], page)}`;
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(text).toMatchSnapshot();
});

test('a rule that only convicts in part is named as silent', () => {
  expect(museumMatrix(ROWS, ['PT-050', 'PT-114'], plainPage(80))).toContain('rules without a conviction: PT-114');
});
