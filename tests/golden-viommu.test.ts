import { createViommuModel } from '../model/viommu';
import { VIOMMU_ASSUMPTIONS, VIOMMU_PROFILES } from '../model/assumptions/viommu';
import { DEFAULT_VIOMMU_ASSUMPTIONS, VIOMMU_ASSUMPTION_POSITIONS } from '../model/vocabulary/viommu/assumption';
import { createInBoxViommu } from '../reference/in-box/viommu';
import { GOLDEN_VIOMMU } from './golden/viommu';
import { rowName } from './support/golden-rmp';
import { runViommuRow } from './support/golden-viommu';

const CODINGS = [
  ['the model', createViommuModel],
  ['the in-box implementation', createInBoxViommu],
] as const;

describe.each(CODINGS)('golden rows of dma-mmio.md 8.6 and 10.8 on %s', (_name, start) => {
  it.each(GOLDEN_VIOMMU.map((row) => [rowName(row), row] as const))('%s', (_row, row) => {
    expect.hasAssertions();
    runViommuRow((config) => start(config), row);
  });
});

const positions = Object.entries(VIOMMU_ASSUMPTION_POSITIONS).flatMap(([name, [, ...others]]) =>
  others.map((position) => [name, position] as const),
);

test.each(positions)('%s = %s has a row that its default breaks', (name, position) => {
  const witnesses = GOLDEN_VIOMMU.filter(({ assume }) =>
    Object.entries(assume ?? {}).some(([n, p]) => n === name && p === position),
  );
  expect(witnesses).not.toEqual([]);
  for (const row of witnesses) expect(() => runViommuRow(createViommuModel, { ...row, assume: {} })).toThrow();
});

test('every question of the machine is described, with its positions', () => {
  const described = VIOMMU_ASSUMPTIONS.map(({ name, positions: all, default: chosen }) => ({
    name,
    positions: all.map((position) => position.name),
    default: chosen,
  }));
  expect(described).toEqual(
    Object.entries(VIOMMU_ASSUMPTION_POSITIONS).map(([name, all]) => ({
      name,
      positions: [...all],
      default: DEFAULT_VIOMMU_ASSUMPTIONS[name as keyof typeof DEFAULT_VIOMMU_ASSUMPTIONS],
    })),
  );
});

test.each(VIOMMU_PROFILES.map((profile) => [profile.name, profile] as const))(
  'profile %s names positions that there are',
  (_name, { choices }) => {
    expect.hasAssertions();
    expect(Object.keys(VIOMMU_ASSUMPTION_POSITIONS)).toEqual(expect.arrayContaining(Object.keys(choices)));
    for (const [name, position] of Object.entries(choices))
      expect(VIOMMU_ASSUMPTION_POSITIONS[name as keyof typeof VIOMMU_ASSUMPTION_POSITIONS]).toContain(position);
  },
);
