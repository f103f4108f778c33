import { museumMatrix } from '../../properties/engine/matrix';
import { accusedAt, MOST_CASES } from './museum';

jest.setTimeout(240_000);

const SEEDS = ['1', '2', '3', '4', '5'];

test.each(SEEDS)('seed %s: exhibits are convicted by the rules that they name', async (seed) => {
  const accused = accusedAt(SEEDS.indexOf(seed), SEEDS.length);
  const rows = await museumMatrix(accused, { seed, maxCases: MOST_CASES, shrinkBudgetOps: 0 });
  expect(rows.filter(({ cases }) => cases === null)).toEqual([]);
});
