/** page-tables.md 9.3: empty tables and the growing top (E11 … E15, E22). */
import { leaf, map, phys, pointer, span, sync, unmap, V1, type GoldenSequence } from './build';

const LOW = 0x1000n;
const M2 = 0x20_0000n;

/** Empty tables give way to large leaves. */
export const EMPTY_TABLE_SEQUENCES: readonly GoldenSequence[] = [
  {
    id: 'E11',
    title: 'empty table replaced by 2M',
    config: V1,
    steps: [
      map(M2, M2, LOW, 0, LOW),
      unmap(M2, LOW, LOW, { gather: span(M2, 0x20_0fffn, 0) }),
      sync(),
      map(M2, M2, M2, 0, M2, { syncs: [span(M2, 0x3f_ffffn, 1)], topLevel: 2, liveTables: 2 }),
    ],
    entries: [pointer(2, 0n, 0x6000_0000_0000_0401n), leaf(1, M2, 0x7000_0000_0020_0001n)],
  },
  {
    id: 'E12',
    title: 'partial unlink, then collision',
    config: V1,
    steps: [
      map(0x80_0000n, 0n, LOW, 0, LOW),
      map(0xa0_0000n, 0n, LOW, 0, LOW),
      map(0xe0_0000n, 0x40_0000n, LOW, 0, LOW),
      unmap(0x80_0000n, LOW, LOW, { gather: span(0x80_0000n, 0x80_0fffn, 0) }),
      sync(),
      unmap(0xa0_0000n, LOW, LOW, { gather: span(0xa0_0000n, 0xa0_0fffn, 0), topLevel: 2, liveTables: 5 }),
      map(0x80_0000n, 0x80_0000n, 0x80_0000n, -98, 0n, {
        syncs: [span(0x80_0000n, 0xbf_ffffn, 2)],
        topLevel: 2,
        liveTables: 3,
      }),
    ],
    entries: [pointer(1, 0xe0_0000n, 0x6000_0000_0000_0201n), leaf(0, 0xe0_0000n, 0x7000_0000_0040_0001n)],
  },
];

/** The top grows. */
export const GROWTH_SEQUENCES: readonly GoldenSequence[] = [
  {
    id: 'E13',
    title: 'top growth',
    config: V1,
    steps: [
      phys(0x80_0000_0000n, 0n, { topLevel: 2, liveTables: 1 }),
      map(0x80_0000_0000n, LOW, LOW, 0, LOW, { topLevel: 3, liveTables: 5 }),
      unmap(0x80_0000_0000n, LOW, LOW, {
        gather: span(0x80_0000_0000n, 0x80_0000_0fffn, 0),
        topLevel: 3,
        liveTables: 5,
      }),
    ],
    entries: [
      pointer(3, 0n, 0x6000_0000_0000_0601n),
      pointer(3, 0x80_0000_0000n, 0x6000_0000_0000_0601n),
      pointer(2, 0x80_0000_0000n, 0x6000_0000_0000_0401n),
    ],
  },
  {
    id: 'E14',
    title: 'growth by leaf size, old root freed',
    config: V1,
    steps: [
      map(LOW, LOW, LOW, 0, LOW),
      unmap(LOW, LOW, LOW, { gather: span(LOW, 0x1fffn, 0), topLevel: 2, liveTables: 3 }),
      map(0n, 0n, 0x100_0000_0000n, 0, 0x100_0000_0000n, {
        syncs: [span(0n, 0x7f_ffff_ffffn, 3)],
        topLevel: 3,
        liveTables: 1,
      }),
    ],
    entries: [leaf(3, 0n, 0x7000_007f_ffff_fe01n, 2)],
  },
  {
    id: 'E15',
    title: 'growth limit',
    config: { ...V1, vasz: 48 },
    steps: [
      map(0x1_0000_0000_0000n, 0n, LOW, -34, 0n, { topLevel: 2, liveTables: 1 }),
      map(0xffff_ffff_f000n, 0n, LOW, 0, LOW, { topLevel: 3, liveTables: 5 }),
    ],
  },
  {
    id: 'E22',
    title: 'last page of the 64-bit space',
    config: V1,
    steps: [
      map(0xffff_ffff_ffff_f000n, 0x5000n, LOW, 0, LOW),
      phys(0xffff_ffff_ffff_ffffn, 0x5fffn, { topLevel: 5, liveTables: 9 }),
      unmap(0xffff_ffff_ffff_f000n, LOW, LOW, { gather: span(0xffff_ffff_ffff_f000n, 0xffff_ffff_ffff_ffffn, 0) }),
    ],
    entries: [],
  },
];
