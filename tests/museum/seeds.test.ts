import { museumMatrix } from '../../properties/engine/matrix';
import { accusedAt, ALL_SEEDS, FIXED_SEEDS, MOST_CASES, randomSeeds } from './museum';

jest.setTimeout(240_000);

// The matrix tries each exhibit at one of the fixed seeds.
const SEEDS = [...(ALL_SEEDS ? FIXED_SEEDS : []), ...randomSeeds()];

test.each(SEEDS)('seed %s: exhibits are convicted by the rules that they name', async (seed) => {
  const rows = await museumMatrix(accusedAt(seed), { seed, maxCases: MOST_CASES, shrinkBudgetOps: 0 });
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ cases }) => cases === null)).toEqual([]);
});
