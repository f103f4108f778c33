/** page-tables.md 9.3: what map writes (E1 … E4, E18, E19, E25) and how it fails (E5, E6, E16, E20, E21). */
import { Prot } from '../../model/vocabulary';
import { budget, leaf, map, phys, pointer, RO, RW, span, unmap, V1, V2, type GoldenSequence } from './build';

const LOW = 0x1000n;
const M2 = 0x20_0000n;

/** Maps that succeed. */
export const MAP_SEQUENCES: readonly GoldenSequence[] = [
  {
    id: 'E1',
    title: 'one page, all pointers',
    config: { ...V1, smeBit: 47 },
    steps: [map(LOW, 0x1_2345_1000n, 0x3000n, 0, 0x3000n), phys(0x3abcn, 0x1_2345_3abcn)],
    entries: [
      pointer(2, 0n, 0x6000_8000_0000_0401n),
      pointer(1, 0n, 0x6000_8000_0000_0201n),
      leaf(0, 0x1000n, 0x7000_8001_2345_1001n),
      leaf(0, 0x2000n, 0x7000_8001_2345_2e01n, 2),
    ],
  },
  {
    id: 'E2',
    title: 'staircase',
    config: V1,
    steps: [map(LOW, LOW, 0xf000n, 0, 0xf000n)],
    entries: [
      pointer(2, 0n, 0x6000_0000_0000_0401n),
      pointer(1, 0n, 0x6000_0000_0000_0201n),
      leaf(0, 0x1000n, 0x7000_0000_0000_1001n),
      leaf(0, 0x2000n, 0x7000_0000_0000_2e01n, 2),
      leaf(0, 0x4000n, 0x7000_0000_0000_5e01n, 4),
      leaf(0, 0x8000n, 0x7000_0000_0000_be01n, 8),
    ],
  },
  {
    id: 'E2b',
    title: 'the same call on v2: fifteen leaves',
    config: V2,
    steps: [map(LOW, LOW, 0xf000n, 0, 0xf000n), phys(0xffffn, 0xffffn)],
    entries: Array.from({ length: 15 }, (_, i) => BigInt(i + 1) << 12n).map((at) => leaf(0, at, at | 0x67n)),
  },
  {
    id: 'E3',
    title: 'offsets differ',
    config: V1,
    steps: [map(0n, LOW, 0x4000n, 0, 0x4000n)],
    entries: [
      leaf(0, 0x0n, 0x7000_0000_0000_1001n),
      leaf(0, 0x1000n, 0x7000_0000_0000_2001n),
      leaf(0, 0x2000n, 0x7000_0000_0000_3001n),
      leaf(0, 0x3000n, 0x7000_0000_0000_4001n),
    ],
  },
  {
    id: 'E4',
    title: 'into and out of 2M',
    config: { ...V2, smeBit: 51 },
    steps: [map(0x1f_f000n, 0x3f_f000n, 0x20_2000n, 0, 0x20_2000n)],
    entries: [
      pointer(3, 0n, 0x8_0000_0000_0027n),
      pointer(2, 0n, 0x8_0000_0000_0027n),
      pointer(1, 0n, 0x8_0000_0000_0027n),
      leaf(0, 0x1f_f000n, 0x8_0000_003f_f067n),
      leaf(1, M2, 0x8_0000_0040_00e7n),
      pointer(1, 0x40_0000n, 0x8_0000_0000_0027n),
      leaf(0, 0x40_0000n, 0x8_0000_0060_0067n),
    ],
  },
  {
    id: 'E18',
    title: 'MMIO beside RAM on v1',
    config: { ...V1, smeBit: 51 },
    steps: [
      map(LOW, 0xfe00_0000n, LOW, 0, LOW, { prot: RW | Prot.MMIO }),
      map(0x2000n, 0x1_0000n, LOW, 0, LOW, { prot: RW | Prot.CACHE }),
    ],
    entries: [
      pointer(2, 0n, 0x6008_0000_0000_0401n),
      pointer(1, 0n, 0x6008_0000_0000_0201n),
      leaf(0, 0x1000n, 0x7000_0000_fe00_0001n),
      leaf(0, 0x2000n, 0x7008_0000_0001_0001n),
    ],
  },
  {
    id: 'E19',
    title: 'MMIO beside RAM on v2',
    config: { ...V2, smeBit: 51 },
    steps: [
      map(LOW, 0xfe00_0000n, LOW, 0, LOW, { prot: RW | Prot.MMIO }),
      map(0x2000n, 0x1_0000n, LOW, 0, LOW, { prot: RO }),
    ],
    entries: [
      pointer(3, 0n, 0x8_0000_0000_0027n),
      pointer(2, 0n, 0x8_0000_0000_0027n),
      pointer(1, 0n, 0x8_0000_0000_0027n),
      leaf(0, 0x1000n, 0xfe00_0067n),
      leaf(0, 0x2000n, 0x8_0000_0001_0025n),
    ],
  },
  {
    id: 'E25',
    title: 'decoding a large replicated leaf (translation computed)',
    config: { ...V1, smeBit: 47 },
    steps: [
      map(0n, 0x4_0000_0000_0000n, 0x4_0000_0000_0000n, 0, 0x4_0000_0000_0000n, {
        syncs: [span(0n, 0xffff_ffff_ffffn, 2)],
      }),
      phys(0x1234n, 0x4_0000_0000_1234n),
    ],
    entries: [leaf(4, 0n, 0x7005_ffff_ffff_fe01n, 4)],
  },
];

/** Maps that fail, wholly or half way. */
export const MAP_FAILURE_SEQUENCES: readonly GoldenSequence[] = [
  {
    id: 'E5',
    title: 'collision inside a call',
    config: V2,
    steps: [
      map(0x1_4000n, 0x99_9000n, LOW, 0, LOW),
      map(0x1_0000n, 0x10_0000n, 0x8000n, -98, 0x4000n),
      phys(0x1_3000n, 0x10_3000n),
      phys(0x1_4000n, 0x99_9000n),
      phys(0x1_5000n, 0n, { topLevel: 3, liveTables: 4 }),
    ],
    entries: [
      leaf(0, 0x1_0000n, 0x10_0067n),
      leaf(0, 0x1_1000n, 0x10_1067n),
      leaf(0, 0x1_2000n, 0x10_2067n),
      leaf(0, 0x1_3000n, 0x10_3067n),
      leaf(0, 0x1_4000n, 0x99_9067n),
    ],
  },
  {
    id: 'E5b',
    title: 'the same on v1: one 32K leaf was chosen, so nothing is placed',
    config: V1,
    steps: [
      map(0x1_4000n, 0x99_9000n, LOW, 0, LOW),
      map(0x1_0000n, 0x10_0000n, 0x8000n, -98, 0n),
      phys(0x1_3000n, 0n, { topLevel: 2, liveTables: 3 }),
    ],
    entries: [leaf(0, 0x1_4000n, 0x7000_0000_0099_9001n)],
  },
  {
    id: 'E6',
    title: 'ENOMEM at a table boundary',
    config: V1,
    steps: [
      map(0x1f_e000n, 0n, LOW, 0, LOW),
      budget(0),
      map(0x1f_f000n, 0x20_3000n, 0x3000n, -12, LOW),
      budget(),
      map(0x1f_f000n, 0x20_3000n, 0x3000n, -98, 0n),
      unmap(0x1f_f000n, LOW, LOW, { gather: span(0x1f_f000n, 0x1f_ffffn, 0) }),
      map(0x1f_f000n, 0x20_3000n, 0x3000n, 0, 0x3000n),
    ],
    entries: [
      leaf(0, 0x1f_e000n, 0x7000_0000_0000_0001n),
      leaf(0, 0x1f_f000n, 0x7000_0000_0020_3001n),
      leaf(0, 0x20_0000n, 0x7000_0000_0020_4e01n, 2),
    ],
  },
  {
    id: 'E16',
    title: 'end of the OA range (intended; released 7.2 wraps, see OA_WRAP_AS_RELEASED)',
    config: V1,
    steps: [map(0n, 0xf_ffff_ffff_f000n, 0x2000n, -34, 0n, { topLevel: 2, liveTables: 1 }), phys(0n, 0n)],
    entries: [],
  },
  {
    id: 'E20',
    title: 'error order',
    config: V1,
    steps: [
      map(0n, 0x10_0000_0000_0000n, 0n, -22, 0n, { prot: 0 }),
      map(0n, 0x10_0000_0000_0000n, 0n, -34, 0n),
      map(1n, 1n, 0n, -22, 0n),
      map(0xffff_ffff_ffff_ffffn, 1n, LOW, -75, 0n),
      map(1n, 0n, LOW, -6, 0n),
      map(0n, 0x800n, 0x2000n, -6, 0n),
      map(0n, 0n, 0x800n, -6, 0n, { topLevel: 2, liveTables: 1 }),
    ],
    entries: [],
  },
  {
    id: 'E21',
    title: 'range errors',
    config: V2,
    steps: [
      map(0x8000_0000_0000n, 0n, LOW, -34, 0n),
      map(0x7fff_ffff_f000n, 0n, 0x2000n, -34, 0n),
      map(0x8000_0000_0001n, 0n, LOW, -6, 0n),
      map(0x7fff_ffff_f000n, 0n, LOW, 0, LOW, { topLevel: 3, liveTables: 4 }),
    ],
  },
];

/** E16 as released 7.2.13 answers it (Q3): it breaks PT-067. For the exhibit and for linux-7.2 only. */
export const OA_WRAP_AS_RELEASED: GoldenSequence = {
  id: 'E16-released',
  title: 'OA wrap of released 7.2.13',
  config: V1,
  steps: [map(0n, 0xf_ffff_ffff_f000n, 0x2000n, 0, 0x2000n), phys(0n, 0xf_ffff_ffff_f000n), phys(LOW, 0n)],
  entries: [leaf(0, 0n, 0x700f_ffff_ffff_f001n), leaf(0, LOW, 0x7000_0000_0000_0001n)],
};
