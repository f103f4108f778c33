/** page-tables.md 9.3: unmap and dirty tracking (E7 … E10, E17, E23, E24). */
import { leaf, map, phys, pointer, readDirty, setDirty, span, sync, unmap, V1, V2, type GoldenSequence } from './build';

const LOW = 0x1000n;
const M2 = 0x20_0000n;

/** Holes, overshoot, freed and kept tables. */
export const UNMAP_SEQUENCES: readonly GoldenSequence[] = [
  {
    id: 'E7',
    title: 'unmap inside, at the start, past the end',
    config: V1,
    steps: [
      map(M2, M2, 0x40_0000n, 0, 0x40_0000n),
      unmap(0x20_5000n, LOW, 0n, { gather: null }),
      unmap(M2, LOW, M2, { gather: span(M2, 0x3f_ffffn, 0) }),
      sync(),
      unmap(0x40_0000n, 0x20_1000n, M2, { gather: span(0x40_0000n, 0x5f_ffffn, 0) }),
    ],
    entries: [],
  },
  {
    id: 'E8',
    title: 'hole',
    config: V1,
    steps: [
      map(LOW, LOW, LOW, 0, LOW),
      map(0x3000n, 0x3000n, LOW, 0, LOW),
      unmap(LOW, 0x3000n, LOW, { gather: span(LOW, 0x1fffn, 0) }),
      phys(0x3000n, 0x3000n),
    ],
    entries: [leaf(0, 0x3000n, 0x7000_0000_0000_3001n)],
  },
  {
    id: 'E9',
    title: 'table freed by unmap',
    config: V1,
    steps: [
      map(M2, 0x80_0000n, 0x1f_f000n, 0, 0x1f_f000n),
      map(0x3f_f000n, 0n, LOW, 0, LOW, { topLevel: 2, liveTables: 3 }),
      unmap(M2, M2, M2, { gather: span(M2, 0x3f_ffffn, 1) }),
      sync({ syncs: [span(M2, 0x3f_ffffn, 1)], topLevel: 2, liveTables: 2 }),
    ],
    entries: [pointer(2, 0n, 0x6000_0000_0000_0401n)],
  },
  {
    id: 'E10',
    title: 'edge table kept',
    config: V1,
    steps: [
      map(M2, 0x80_0000n, LOW, 0, LOW),
      unmap(M2, LOW, LOW, { gather: span(M2, 0x20_0fffn, 0), topLevel: 2, liveTables: 3 }),
      sync(),
      unmap(M2, M2, 0n, { gather: null }),
    ],
    entries: [pointer(2, 0n, 0x6000_0000_0000_0401n), pointer(1, M2, 0x6000_0000_0000_0201n)],
  },
  {
    id: 'E23',
    title: 'nothing to unmap',
    config: V1,
    steps: [unmap(0n, LOW, 0n, { gather: null }), unmap(0x5000n, LOW, 0n, { gather: null })],
    entries: [],
  },
  {
    id: 'E24',
    title: 'a whole 1G of 2M leaves, and an overshoot',
    config: V2,
    steps: [
      map(0x4000_0000n, M2, 0x4000_0000n, 0, 0x4000_0000n, { topLevel: 3, liveTables: 3 }),
      unmap(0x4000_0000n, 0x3fff_f000n, 0x4000_0000n, { gather: span(0x4000_0000n, 0x7fff_ffffn, 0) }),
      sync({ topLevel: 3, liveTables: 3 }),
    ],
    entries: [],
  },
];

/** Dirty reports. */
export const DIRTY_SEQUENCES: readonly GoldenSequence[] = [
  {
    id: 'E17',
    title: 'dirty report (computed)',
    config: V1,
    steps: [
      map(0x2_0000_0000n, 0x2_0000_0000n, 0x1_0000n, 0, 0x1_0000n),
      setDirty(0x2_0000_3000n, 0),
      readDirty(0x2_0000_0000n, 0x1_0000n, false, [[0x2_0000_0000n, 0x2_0000_ffffn]]),
      readDirty(0x2_0000_f000n, LOW, false, [[0x2_0000_f000n, 0x2_0000_ffffn]]),
      readDirty(0x2_0000_0000n, 0x1_0000n, true, [[0x2_0000_0000n, 0x2_0000_ffffn]]),
      readDirty(0x2_0000_0000n, 0x1_0000n, true, []),
    ],
    entries: [leaf(0, 0x2_0000_0000n, 0x7000_0002_0000_7e01n, 16)],
  },
];
