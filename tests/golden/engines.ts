/**
 * The same input, two contracts: page-tables.md 5.3, row by row. Data only. Rows stand as intended where released code
 * breaks a required rule: an MMIO leaf is without the C-bit on both sides (33), and bits of an address above 51 are
 * dropped (14 and 15; 6.12 lets them into v1 entries).
 */
import { DEFAULT_ASSUMPTIONS, Prot, type PageTableConfig } from '../../model/vocabulary';
import {
  budget,
  iommuMap,
  iommuUnmap,
  leaf,
  map,
  mapPages,
  phys,
  RO,
  RW,
  span,
  sync,
  unmap,
  unmapPages,
  V1,
  V2,
  type GoldenSequence,
  type GoldenStep,
} from './build';

const CLASSIC = { ...DEFAULT_ASSUMPTIONS, 'AMB-LEN': 'einval', 'AMB-LEN0': 'noop' } as const;
const OLD_V1: PageTableConfig = { ...V1, contract: 'io-pgtable', assumptions: CLASSIC };
const OLD_V2: PageTableConfig = { ...V2, contract: 'io-pgtable', assumptions: CLASSIC };

const K4 = 0x1000n;
const M2 = 0x20_0000n;

const row = (
  id: string,
  title: string,
  config: PageTableConfig,
  steps: readonly GoldenStep[],
  entries?: GoldenSequence['entries'],
): GoldenSequence => ({ id, title, config, steps, ...(entries === undefined ? {} : { entries }) });

/** Rows 1 … 9: maps over what is there. */
const overlaps: readonly GoldenSequence[] = [
  row('1-old', '4K twice', OLD_V1, [
    mapPages(0x5000n, 0x1_0000n, 12, K4, 0, K4),
    mapPages(0x5000n, 0x1_0000n, 12, K4, 0, K4, { flushes: [] }),
    mapPages(0x5000n, 0x9_9000n, 12, K4, 0, K4, { prot: RO, flushes: [] }),
    phys(0x5000n, 0x9_9000n),
  ]),
  row('2-old-v2', '4K over 4K is flushed on v2', OLD_V2, [
    mapPages(0x5000n, 0x1_0000n, 12, K4, 0, K4, { flushes: [] }),
    mapPages(0x5000n, 0x9_9000n, 12, K4, 0, K4, { prot: RO, flushes: [[0x5000n, 0x5fffn]] }),
    phys(0x5000n, 0x9_9000n),
  ]),
  row('1-new', '4K twice', V1, [
    map(0x5000n, 0x1_0000n, K4, 0, K4),
    map(0x5000n, 0x1_0000n, K4, -98, 0n),
    map(0x5000n, 0x9_9000n, K4, -98, 0n, { prot: RO }),
    phys(0x5000n, 0x1_0000n),
  ]),
  row('3-old', 'eight pages over one', OLD_V1, [
    mapPages(0x1_4000n, 0x99_9000n, 12, K4, 0, K4),
    mapPages(0x1_0000n, 0x10_0000n, 12, 0x8000n, 0, 0x8000n, { flushes: [] }),
    phys(0x1_4000n, 0x10_4000n),
  ]),
  row('4-old', '4K inside a 2M leaf', OLD_V1, [
    mapPages(M2, M2, 21, M2, 0, M2),
    mapPages(0x20_5000n, K4, 12, K4, 0, K4, { flushes: [[0x20_5000n, 0x20_5fffn]] }),
    phys(M2, 0n),
    phys(0x20_5000n, K4),
  ]),
  row('4-new', '4K inside a 2M leaf', V1, [map(M2, M2, M2, 0, M2), map(0x20_5000n, K4, K4, -98, 0n), phys(M2, M2)]),
  row('5-old', '4K inside a 4M leaf: all of it goes', OLD_V1, [
    mapPages(0x40_0000n, 0x40_0000n, 22, 0x40_0000n, 0, 0x40_0000n),
    mapPages(0x40_5000n, K4, 12, K4, 0, K4, { flushes: [[0x40_5000n, 0x40_5fffn]] }),
    phys(0x40_0000n, 0n),
    phys(0x60_0000n, 0n),
    phys(0x40_5000n, K4),
  ]),
  row('6-old', '4K inside a 64K leaf: fifteen replicas stay', OLD_V1, [
    mapPages(0x1_0000n, 0x1_0000n, 16, 0x1_0000n, 0, 0x1_0000n),
    mapPages(0x1_4000n, 0x99_9000n, 12, K4, 0, K4, { flushes: [] }),
    phys(0x1_3000n, 0x1_3000n),
    phys(0x1_4000n, 0x99_9000n),
    phys(0x1_5000n, 0x1_5000n),
  ]),
  row(
    '7-old',
    '8K inside a 64K leaf, then unmap 64K: all sixteen items go',
    OLD_V1,
    [
      mapPages(0x1_0000n, 0x1_0000n, 16, 0x1_0000n, 0, 0x1_0000n),
      mapPages(0x1_2000n, 0x99_8000n, 13, 0x2000n, 0, 0x2000n),
      unmapPages(0x1_0000n, 16, 0x1_0000n, 0x1_0000n, { gather: span(0x1_0000n, 0x1_ffffn, 0) }),
    ],
    [],
  ),
  row(
    '8-old',
    '2M over a live 4K: the table goes after the flush',
    OLD_V1,
    [
      mapPages(M2, K4, 12, K4, 0, K4, { liveTables: 3 }),
      mapPages(M2, M2, 21, M2, 0, M2, { flushes: [[M2, 0x3f_ffffn]], liveTables: 2 }),
      phys(M2, M2),
    ],
    [leaf(1, M2, 0x7000_0000_0020_0001n)],
  ),
  row(
    '8-old-v2',
    '2M over a live 4K on v2',
    OLD_V2,
    [
      mapPages(M2, K4, 12, K4, 0, K4, { liveTables: 4 }),
      mapPages(M2, M2, 21, M2, 0, M2, { flushes: [[M2, 0x3f_ffffn]], liveTables: 3 }),
    ],
    [leaf(1, M2, 0x20_00e7n)],
  ),
  row('8-new', '2M over a live 4K', V1, [
    map(M2, K4, K4, 0, K4, { liveTables: 3 }),
    map(M2, M2, M2, -98, 0n, { liveTables: 3, syncs: [] }),
  ]),
  row('9-old', '2M over an emptied table', OLD_V1, [
    mapPages(M2, K4, 12, K4, 0, K4),
    unmapPages(M2, 12, K4, K4),
    mapPages(M2, M2, 21, M2, 0, M2, { flushes: [[M2, 0x3f_ffffn]], liveTables: 2 }),
  ]),
];

/** Rows 10 … 16, 25 … 28, 30, 32, 33: arguments at and beyond the limits. */
const argumentsRows: readonly GoldenSequence[] = [
  row('10-old', 'pgcount 0', OLD_V1, [mapPages(0n, 0n, 12, 0n, 0, 0n)], []),
  row('10-old-v2', 'pgcount 0 on v2', OLD_V2, [mapPages(0n, 0n, 12, 0n, -22, 0n)], []),
  row('10-new', 'length 0', V1, [mapPages(0n, 0n, 12, 0n, -22, 0n)], []),
  row(
    '11-old-v2',
    'misaligned iova and pa on v2: truncated',
    OLD_V2,
    [mapPages(0x5800n, 0x1_0800n, 12, K4, 0, K4)],
    [leaf(0, 0x5000n, 0x1_0067n)],
  ),
  row('11-new', 'misaligned', V1, [mapPages(0x5800n, 0x1_0800n, 12, K4, -6, 0n)], []),
  row(
    '12-old-v2',
    'a 2M page at 0x1000 lands in the slot of 0',
    OLD_V2,
    [mapPages(K4, K4, 21, M2, 0, M2)],
    [leaf(1, 0n, 0x10e7n)],
  ),
  row(
    '13-old',
    'pgsize 512G: one leaf at level 3',
    { ...OLD_V1, smeBit: 51 },
    [mapPages(0n, 0n, 39, 0x80_0000_0000n, 0, 0x80_0000_0000n, { topLevel: 3 })],
    [leaf(3, 0n, 0x7008_0000_0000_0001n)],
  ),
  row(
    '13-new',
    'pgsize 512G: two 256G leaves, no growth',
    V1,
    [mapPages(0n, 0n, 39, 0x80_0000_0000n, 0, 0x80_0000_0000n, { topLevel: 2 })],
    [leaf(2, 0n, 0x7000_001f_ffff_fe01n, 256), leaf(2, 0x40_0000_0000n, 0x7000_005f_ffff_fe01n, 256)],
  ),
  row(
    '14-old',
    'pa 2^52: dropped',
    OLD_V1,
    [mapPages(0n, 1n << 52n, 12, K4, 0, K4)],
    [leaf(0, 0n, 0x7000_0000_0000_0001n)],
  ),
  row('14-old-v2', 'pa 2^52 on v2: dropped', OLD_V2, [mapPages(0n, 1n << 52n, 12, K4, 0, K4)], [leaf(0, 0n, 0x67n)]),
  row('14-new', 'pa 2^52', V1, [mapPages(0n, 1n << 52n, 12, K4, -34, 0n)], []),
  row(
    '15-old',
    'the second page passes 2^52',
    OLD_V1,
    [mapPages(0n, (1n << 52n) - K4, 12, 0x2000n, 0, 0x2000n)],
    [leaf(0, 0n, 0x700f_ffff_ffff_f001n), leaf(0, K4, 0x7000_0000_0000_0001n)],
  ),
  row('16-old', 'the second page passes 2^64 and lands at 0', OLD_V1, [
    mapPages((1n << 64n) - K4, 0x5000n, 12, 0x2000n, 0, 0x2000n),
    phys(0n, 0x6000n),
  ]),
  row('16-new', 'iova passes 2^64', V1, [mapPages((1n << 64n) - K4, 0x5000n, 12, 0x2000n, -75, 0n)], []),
  row('25-old', 'look-up beyond the reach', OLD_V1, [phys(1n << 39n, 0n)]),
  row('26-old-v2', 'v2 looks at no bit above the top table', OLD_V2, [
    mapPages(1n << 47n, K4, 12, K4, 0, K4, { flushes: [] }),
    mapPages(0n, 0x2000n, 12, K4, 0, K4, { flushes: [] }),
    mapPages(1n << 48n, 0x3000n, 12, K4, 0, K4, { flushes: [[1n << 48n, (1n << 48n) + 0xfffn]] }),
    phys(0n, 0x3000n),
    phys(1n << 57n, 0x3000n),
  ]),
  row(
    '26-new-v2',
    'v2 beyond the aperture',
    V2,
    [map(1n << 47n, K4, K4, -34, 0n), map(1n << 48n, K4, K4, -34, 0n), map(1n << 57n, K4, K4, -34, 0n)],
    [],
  ),
  row(
    '27-old-v2',
    'RO: D is always set',
    OLD_V2,
    [mapPages(0n, K4, 12, K4, 0, K4, { prot: RO })],
    [leaf(0, 0n, 0x1065n)],
  ),
  row('27-new-v2', 'RO', V2, [mapPages(0n, K4, 12, K4, 0, K4, { prot: RO })], [leaf(0, 0n, 0x1025n)]),
  row('28-old', 'core map of size 0', OLD_V1, [iommuMap(0n, 0n, 0n, 0)], []),
  row('28-new', 'core map of size 0', V1, [iommuMap(0n, 0n, 0n, -22)], []),
  row('30-old', 'core map over a live page', OLD_V1, [
    iommuMap(0x2000n, 0x9000n, K4, 0),
    iommuMap(K4, 0x10_1000n, 0x3000n, 0),
    phys(0x2000n, 0x10_2000n),
  ]),
  row(
    '30-new',
    'core map over a live page',
    V1,
    [
      iommuMap(0x2000n, 0x9000n, K4, 0),
      iommuMap(K4, 0x10_1000n, 0x3000n, -98, { liveTables: 3 }),
      phys(K4, 0n),
      phys(0x2000n, 0x9000n),
    ],
    [leaf(0, 0x2000n, 0x7000_0000_0000_9001n)],
  ),
  row('32-old', 'prot CACHE alone', OLD_V1, [mapPages(0n, 0n, 12, K4, -22, 0n, { prot: Prot.CACHE })], []),
  row('32-new', 'prot CACHE alone', V1, [mapPages(0n, 0n, 12, K4, -22, 0n, { prot: Prot.CACHE })], []),
  ...[OLD_V1, V1].map((config) =>
    row(
      `33-${config === V1 ? 'new' : 'old'}`,
      'MMIO as intended',
      { ...config, smeBit: 47 },
      [mapPages(0n, 0xfe00_0000n, 12, K4, 0, K4, { prot: RW | Prot.MMIO })],
      [leaf(0, 0n, 0x7000_0000_fe00_0001n)],
    ),
  ),
];

/** Rows 17 … 24, 29, 31, 36: unmap. */
const unmaps: readonly GoldenSequence[] = [
  row(
    '17-old',
    'a hole in a populated table counts',
    OLD_V1,
    [
      mapPages(0x5000n, 0x5000n, 12, K4, 0, K4),
      unmapPages(0x6000n, 12, K4, K4),
      unmapPages(0x4000n, 12, 0x3000n, 0x3000n),
      phys(0x5000n, 0n),
    ],
    [],
  ),
  row('17-new', 'a hole in a populated table stops', V1, [
    map(0x5000n, 0x5000n, K4, 0, K4),
    unmap(0x6000n, K4, 0n),
    unmap(0x4000n, 0x3000n, 0n),
    phys(0x5000n, 0x5000n),
  ]),
  row('19-old', 'nothing there', OLD_V1, [unmapPages(0n, 12, K4, 0n, { gather: null })]),
  row(
    '20-old',
    'from inside a 2M leaf',
    OLD_V1,
    [mapPages(M2, M2, 21, M2, 0, M2), unmapPages(0x20_5000n, 12, K4, M2)],
    [],
  ),
  row('21-old', 'at the start of a 2M leaf', OLD_V1, [mapPages(M2, M2, 21, M2, 0, M2), unmapPages(M2, 12, K4, M2)], []),
  row(
    '22-old',
    'two 2M leaves, 3M',
    OLD_V1,
    [mapPages(M2, M2, 21, 0x40_0000n, 0, 0x40_0000n), unmapPages(M2, 20, 0x30_0000n, 0x40_0000n)],
    [],
  ),
  row(
    '22-new',
    'two 2M leaves, 3M',
    V1,
    [map(M2, M2, 0x40_0000n, 0, 0x40_0000n), unmap(M2, 0x30_0000n, 0x40_0000n)],
    [],
  ),
  row(
    '23-old',
    '512 pages, 2M: the table stays',
    OLD_V1,
    [
      mapPages(M2, K4, 12, M2, 0, M2, { liveTables: 3 }),
      unmapPages(M2, 21, M2, M2, { liveTables: 3, gather: span(M2, 0x3f_ffffn, 0) }),
    ],
    [],
  ),
  row(
    '23-new',
    '512 pages, 2M: the table goes',
    V1,
    [
      map(M2, K4, M2, 0, M2, { liveTables: 3 }),
      unmap(M2, M2, M2, { gather: span(M2, 0x3f_ffffn, 1) }),
      sync({ liveTables: 2 }),
    ],
    [],
  ),
  row(
    '24-old',
    'from inside a page',
    OLD_V1,
    [mapPages(0x5000n, 0x5000n, 12, K4, 0, K4), unmapPages(0x5800n, 12, K4, K4)],
    [],
  ),
  row('24-new', 'from inside a page', V1, [
    map(0x5000n, 0x5000n, K4, 0, K4),
    unmap(0x5800n, K4, 0n),
    phys(0x5000n, 0x5000n),
  ]),
  row(
    '29-old',
    'core unmap over a hole',
    OLD_V1,
    [
      iommuMap(K4, K4, K4, 0),
      iommuMap(0x3000n, 0x3000n, K4, 0),
      iommuUnmap(K4, 0x3000n, 0x3000n, { syncs: [span(K4, 0x3fffn, 0)] }),
    ],
    [],
  ),
  row('29-new', 'core unmap stops at the hole', V1, [
    iommuMap(K4, K4, K4, 0),
    iommuMap(0x3000n, 0x3000n, K4, 0),
    iommuUnmap(K4, 0x3000n, K4, { syncs: [span(K4, 0x1fffn, 0)] }),
    phys(0x3000n, 0x3000n),
  ]),
  row('31-old', 'core unmap of half a page', OLD_V1, [
    iommuMap(K4, K4, K4, 0),
    iommuUnmap(K4, 0x800n, 0n),
    phys(K4, K4),
  ]),
  row('31-new', 'core unmap of half a page', V1, [iommuMap(K4, K4, K4, 0), iommuUnmap(K4, 0x800n, K4)], []),
  row('enomem-old', 'no memory: what was mapped is counted', OLD_V1, [
    mapPages(0x1f_f000n, K4, 12, K4, 0, K4),
    budget(0),
    mapPages(0x1f_e000n, K4, 12, 0x3000n, -12, 0x2000n),
  ]),
];

export const GOLDEN_ENGINES: readonly GoldenSequence[] = [...overlaps, ...argumentsRows, ...unmaps];

/** Row 11, v1: the old driver calls BUG for a misaligned address. Runs where that can be seen. */
export const OLD_MISALIGNED: GoldenSequence = row('11-old', 'misaligned iova', OLD_V1, [
  { op: mapPages(K4, M2, 21, M2, 0, 0n).op },
]);
