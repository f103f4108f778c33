import { DMA_API_ASSUMPTIONS, DMA_API_PROFILES } from '../model/assumptions/dma-api';
import { createDmaApiModel } from '../model/dma-api';
import { DEFAULT_DMA_API_ASSUMPTIONS, DMA_API_ASSUMPTION_POSITIONS } from '../model/vocabulary/dma-api/assumption';
import { createInBoxDmaApi } from '../reference/in-box/dma-api';
import { GOLDEN_DMA_API } from './golden/dma-api';
import { VERSION_ROWS } from './golden/dma-api/versions';
import { runDmaApiRow } from './support/golden-dma-api';

const CODINGS = [
  ['the model', createDmaApiModel],
  ['the in-box implementation', createInBoxDmaApi],
] as const;
const PROFILES = ['linux-7.2', 'linux-7.3', 'seeds'] as const;

const DEFAULTS: Readonly<Record<string, string>> = DEFAULT_DMA_API_ASSUMPTIONS;

const choicesOf = (name: string) => DMA_API_PROFILES.find((profile) => profile.name === name)!.choices;

describe.each(CODINGS)('on %s', (_name, start) => {
  it.each(GOLDEN_DMA_API.map((row) => [row.id, row] as const))('golden row %s', (_row, row) => {
    expect.hasAssertions();
    runDmaApiRow((config) => start(config), row);
  });

  it.each(VERSION_ROWS.map((row) => [row.id, row] as const))('profiles part: %s', (_row, row) => {
    expect.hasAssertions();
    for (const profile of PROFILES) {
      const expected = profile === 'seeds' ? (row.seeds ?? row['linux-7.3']) : row[profile];
      const golden = { ...row, assume: choicesOf(profile), steps: [{ op: row.op, ...expected }] };
      runDmaApiRow((config) => start(config), golden);
    }
  });
});

test('every row of the versions tells two profiles apart', () => {
  for (const { id, seeds, ...row } of VERSION_ROWS) {
    const said = [row['linux-7.2'], row['linux-7.3'], seeds ?? row['linux-7.3']].map((step) => Object.entries(step));
    expect([id, new Set(said.map(String)).size]).not.toEqual([id, 1]);
  }
});

const positions = Object.entries(DMA_API_ASSUMPTION_POSITIONS).flatMap(([name, [, ...others]]) =>
  others.map((position) => [name, position] as const),
);

test.each(positions)('%s = %s has a row that its default breaks', (name, position) => {
  const witnesses = GOLDEN_DMA_API.filter(({ assume }) =>
    Object.entries(assume ?? {}).some(([n, p]) => n === name && p === position),
  );
  const isBroken = (row: (typeof witnesses)[number]): boolean => {
    try {
      runDmaApiRow(createDmaApiModel, { ...row, assume: { ...row.assume, [name]: DEFAULTS[name] } });
      return false;
    } catch {
      return true;
    }
  };
  expect(witnesses.filter(isBroken)).not.toEqual([]);
});

test('every question of the machine is described, with its positions', () => {
  const described = DMA_API_ASSUMPTIONS.map(({ name, positions: all, default: chosen }) => ({
    name,
    positions: all.map((position) => position.name),
    default: chosen,
  }));
  expect(described).toEqual(
    Object.entries(DMA_API_ASSUMPTION_POSITIONS).map(([name, all]) => ({
      name,
      positions: [...all],
      default: DEFAULT_DMA_API_ASSUMPTIONS[name as keyof typeof DEFAULT_DMA_API_ASSUMPTIONS],
    })),
  );
});

test.each(DMA_API_PROFILES.map((profile) => [profile.name, profile] as const))(
  'profile %s names positions that there are',
  (_name, { choices }) => {
    expect.hasAssertions();
    expect(Object.keys(DMA_API_ASSUMPTION_POSITIONS)).toEqual(expect.arrayContaining(Object.keys(choices)));
    for (const [name, position] of Object.entries(choices))
      expect(DMA_API_ASSUMPTION_POSITIONS[name as keyof typeof DMA_API_ASSUMPTION_POSITIONS]).toContain(position);
  },
);
