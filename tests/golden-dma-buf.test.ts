import { createDmaBufModel } from '../model/dma-buf';
import { DMA_BUF_ASSUMPTIONS, DMA_BUF_PROFILES } from '../model/assumptions/dma-buf';
import { DEFAULT_DMA_BUF_ASSUMPTIONS, DMA_BUF_ASSUMPTION_POSITIONS } from '../model/vocabulary/dma-buf/assumption';
import { createInBoxDmaBuf } from '../reference/in-box/dma-buf';
import { dmaBufExhibits, dmaBufExhibitSubject } from '../reference/museum/dma-buf';
import { GOLDEN_DMA_BUF } from './golden/dma-buf';
import { AS_BUILT_ROWS } from './golden/dma-buf/as-built';
import { runDmaBufRow } from './support/golden-dma-buf';
import { rowName } from './support/golden-rmp';

const CODINGS = [
  ['the model', createDmaBufModel],
  ['the in-box implementation', createInBoxDmaBuf],
] as const;

describe.each(CODINGS)('golden rows of dma-mmio.md on %s', (_name, start) => {
  it.each(GOLDEN_DMA_BUF.map((row) => [rowName(row), row] as const))('%s', (_row, row) => {
    expect.hasAssertions();
    runDmaBufRow((config) => start(config), row);
  });
});

it.each(AS_BUILT_ROWS.map((row) => [row.id, row.exhibit, row] as const))(
  '%s, as built: %s does what the document saw, and the model does not',
  (_id, name, row) => {
    const exhibit = dmaBufExhibits().find((each) => each.name === name)!;
    runDmaBufRow((config) => dmaBufExhibitSubject(exhibit).start(config), row);
    expect(() => runDmaBufRow(createDmaBufModel, row)).toThrow();
  },
);

const positions = Object.entries(DMA_BUF_ASSUMPTION_POSITIONS).flatMap(([name, [, ...others]]) =>
  others.map((position) => [name, position] as const),
);

test.each(positions)('%s = %s has a row that its default breaks', (name, position) => {
  const witnesses = GOLDEN_DMA_BUF.filter(({ assume }) =>
    Object.entries(assume ?? {}).some(([n, p]) => n === name && p === position),
  );
  expect(witnesses).not.toEqual([]);
  for (const row of witnesses) expect(() => runDmaBufRow(createDmaBufModel, { ...row, assume: {} })).toThrow();
});

test('every question of the machine is described, with its positions', () => {
  const described = DMA_BUF_ASSUMPTIONS.map(({ name, positions: all, default: chosen }) => ({
    name,
    positions: all.map((position) => position.name),
    default: chosen,
  }));
  expect(described).toEqual(
    Object.entries(DMA_BUF_ASSUMPTION_POSITIONS).map(([name, all]) => ({
      name,
      positions: [...all],
      default: DEFAULT_DMA_BUF_ASSUMPTIONS[name as keyof typeof DEFAULT_DMA_BUF_ASSUMPTIONS],
    })),
  );
});

test.each(DMA_BUF_PROFILES.map((profile) => [profile.name, profile] as const))(
  'profile %s names positions that there are',
  (_name, { choices }) => {
    expect.hasAssertions();
    expect(Object.keys(DMA_BUF_ASSUMPTION_POSITIONS)).toEqual(expect.arrayContaining(Object.keys(choices)));
    for (const [name, position] of Object.entries(choices))
      expect(DMA_BUF_ASSUMPTION_POSITIONS[name as keyof typeof DMA_BUF_ASSUMPTION_POSITIONS]).toContain(position);
  },
);
