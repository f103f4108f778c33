import type { PictureLeaf, RegionState, TracePicture } from '../../model/vocabulary/picture';

/** Pictures that the tests of the renderers share. */

const leaf = (fields: Partial<PictureLeaf>): PictureLeaf => ({
  first: 1,
  target: 0xfe000,
  lg: 12,
  count: 1,
  kind: 'mmio',
  mark: '',
  wrong: false,
  before: false,
  expected: false,
  observed: false,
  ...fields,
});

const region = (large: boolean, ...runs: readonly [number, string][]): RegionState => {
  let from = 0;
  return {
    large,
    pages: runs.map(([pages, state]) => {
      const run = { from, pages, kind: state.startsWith('Guest') ? ('private' as const) : ('shared' as const), state };
      from += pages;
      return run;
    }),
  };
};

/** An MMIO leaf with the C-bit where none should be: a map, a tree, an entry, ops. */
export const TABLE_PICTURE: TracePicture = {
  machine: 'page-table',
  subject: 'linux-6.12-amdv1',
  rule: 'PT-032',
  title: 'A leaf that maps MMIO has a clear C-bit.',
  reason: 'the leaf at iova 0x1000 maps MMIO and has the C-bit set',
  config: 'amdv1, io-pgtable, C-bit 47',
  hasExpected: true,
  maps: [
    {
      title: 'Where the addresses lead',
      from: 'IOVA',
      to: 'physical',
      leaves: [
        leaf({ expected: true, wrong: true }),
        leaf({ observed: true, wrong: true, mark: 'C' }),
        leaf({ first: 0x200, target: 0, lg: 21, count: 3, kind: 'ram', before: true, expected: true, observed: true }),
      ],
      leftOut: 0,
      touched: { first: 1, pages: 1 },
    },
  ],
  trees: [
    {
      title: 'The tables on the way',
      topLevel: 1,
      nodes: [
        { level: 1, index: 0, items: 1, first: 0, isTable: true, expected: 'table', observed: 'table', wrong: false },
        {
          level: 0,
          index: 1,
          items: 1,
          first: 1,
          isTable: false,
          expected: '4K to 0xfe000000  IW IR FC PR',
          observed: '4K to 0xfe000000  C-bit IW IR FC PR',
          wrong: true,
        },
      ],
      leftOut: 0,
    },
  ],
  entries: [
    {
      where: 'level 0, iova 0x1000, leaf of 4 KiB',
      expectedRaw: '0x70000000fe000001',
      observedRaw: '0x70008000fe000001',
      fields: [
        { field: 'IW [62]', expected: '1', observed: '1' },
        { field: 'C-bit [47]', expected: '0', observed: '1' },
        { field: 'PR [0]', expected: '1', observed: '1' },
      ],
    },
  ],
  regions: [],
  ways: [],
  effects: [],
  ops: [{ index: 0, text: 'mapPages(iova 0x1000, oa 0xfe000000, 1 × pgsize 0x1000, READ|WRITE|MMIO)' }],
  breaking: 0,
  outcome: { observed: '0, mapped 0x1000', expected: null },
};

/** A request that the RMP should have stopped: stations, and a region of which one page is a guest's. */
export const REQUEST_PICTURE: TracePicture = {
  ...TABLE_PICTURE,
  machine: 'device-access',
  rule: 'RMP-080',
  maps: [],
  trees: [],
  entries: [],
  regions: [
    {
      base: 0x40800,
      before: region(true, [512, 'Guest-Valid ASID 5']),
      expected: region(false, [512, 'Guest-Valid ASID 5']),
      observed: region(false, [1, 'Hypervisor'], [511, 'Guest-Valid ASID 5']),
      touched: { from: 0, pages: 512 },
    },
  ],
  ways: [
    {
      title: 'The way of the request',
      stations: [
        { name: 'device', text: 'device 0 writes 0x1000, T=0', state: 'passed' },
        { name: 'RMP check', text: 'of the 2M at 0x4080_0000', state: 'refused' },
        { name: 'observed', text: 'reaches 0x4080_0000', state: 'wrong' },
      ],
    },
  ],
  outcome: { observed: 'reaches 0x4080_0000', expected: 'aborted, event RMP_PAGE_FAULT' },
};
