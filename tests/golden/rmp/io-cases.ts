/** The case table of rmp.md 4.4, IO-01 … IO-36. Data only. */
import { FAR_BAR, R1, R2, R3, R4, R5, R6, R7, R8, page } from './build';
import {
  dma,
  GUEST,
  guestDte,
  HOST,
  HOST_TABLE,
  leaf,
  nestedTables,
  setup,
  trusted,
  type DmaExpectation,
  type GoldenDeviceRow,
} from './device-build';
import { FENCED, OK, RMP_FAULT, trustedRow, untrusted } from './device-rows';
import { rmpupdate, S2M } from './ops';

const SUB_2M = [12, 13, 16, 19, 20];

const T0_CASES: readonly GoldenDeviceRow[] = [
  ...SUB_2M.map((lg) => untrusted('IO-01', 0x4030_0000, lg, { ...OK, reachLg: 12 })),
  ...SUB_2M.flatMap((lg) => [
    untrusted('IO-02', 0x4020_0000, lg, RMP_FAULT),
    untrusted('IO-02', R6, lg, RMP_FAULT),
    untrusted('IO-02', R5, lg, RMP_FAULT),
  ]),
  ...[21, 22].map((lg) => untrusted('IO-03', R3, lg, { ...OK, reachLg: 21 })),
  ...[21, 22, 29].map((lg) => untrusted('IO-04', 0x4030_0000, lg, RMP_FAULT)),
  ...[21, 22, 30].map((lg) => untrusted('IO-05', R1, lg, RMP_FAULT)),
  untrusted('IO-06', R1 + 0x5000, 12, RMP_FAULT),
  untrusted('IO-07', R3, 30, OK),
  untrusted('IO-07', R3, 30, RMP_FAULT, { assume: { IO_1G_AS_2M: 'fault' } }),
  ...[16, 19, 20].map((lg) => untrusted('IO-08', 0x4030_0000, lg, OK)),
  // R2 pages 128 … 255 are private: a leaf of 1M from page 256 on is all shared, one of 2^21 is not.
  untrusted('IO-08', 0x4030_0000, 20, { ...OK, reachLg: 20 }, { assume: { IO_SUB2M_AS_4K: false } }),
  untrusted('IO-08', R6 + 0x6000, 14, RMP_FAULT, { assume: { IO_SUB2M_AS_4K: false } }),
  untrusted('IO-08', R6 + 0x6000, 14, OK),
  ...[12, 16, 21, 30].flatMap((lg) => [untrusted('IO-09', 0xe000_0000, lg, OK), untrusted('IO-09', FAR_BAR, lg, OK)]),
  untrusted('IO-10', R5, 12, RMP_FAULT, { write: false }),
  untrusted('IO-10', R5, 12, OK, { write: false, assume: { T0_READ_CHECKED: false } }),
  // Page_Size of never-assigned memory reads 4K (0.5).
  untrusted('IO-03', R3, 21, RMP_FAULT, { assume: { T0_SIZE_BIT_IGNORED: false } }),
  untrusted('IO-01', R3, 12, OK, { assume: { T0_SIZE_BIT_IGNORED: false } }),
];

const T1_CASES: readonly GoldenDeviceRow[] = [
  ...SUB_2M.map((lg) => trustedRow('IO-20', 0x8080_0000, R5, lg, { ...OK, reachLg: 12 })),
  trustedRow('IO-21', 0x8000_0000, R1, 21, OK),
  trustedRow('IO-22', 0x8000_0000, R1, 22, { ...OK, reachLg: 21 }),
  trustedRow('IO-22', 0x8000_0000, R1, 29, { ...OK, reachLg: 21 }),
  trustedRow('IO-23', 0x8000_0000, R1, 30, { ...OK, reachLg: 21 }),
  trustedRow('IO-23', 0x8000_0000, R1, 30, FENCED, { assume: { IO_1G_AS_2M: 'fault' } }),
  trustedRow('IO-24', 0x8080_0000, R5, 21, FENCED),
  trustedRow('IO-24', 0x8080_0000, R5, 21, { ...OK, reachLg: 12 }, { assume: { IO_NO_4K_RETRY: false } }),
  ...SUB_2M.map((lg) => trustedRow('IO-25', 0x8000_0000, R1, lg, FENCED)),
  trustedRow('IO-26', 0x8060_0000, R4, 21, FENCED),
  trustedRow('IO-26', 0x80c0_0000, R7, 21, FENCED),
  trustedRow('IO-26', 0x8000_0000, R8, 21, FENCED),
  trustedRow('IO-26', 0x8020_0000, R1, 21, FENCED),
  trustedRow('IO-26', 0x8080_0000, R3, 12, FENCED),
  trustedRow('IO-26', 0x8080_0000, 0x1_0000_0000, 12, FENCED),
];

const S1_GPA = 0x8020_1000;
const S1_SPA = R2 + 0x1000;
const S1_PAGES = [0, 1, 2, 3];

/** The guest table lies in R2, private to ASID 5; iova 0 leads through `gpa` to `spa`. */
const nested = (
  id: string,
  s1: number,
  s2: number,
  gpa: number,
  spa: number,
  expected: DmaExpectation,
  assume: GoldenDeviceRow['assume'] = {},
): GoldenDeviceRow => ({
  id,
  assume,
  tables: nestedTables(S1_GPA, S1_SPA),
  steps: [
    ...setup(
      trusted({ s1Root: page(S1_GPA) }),
      ...S1_PAGES.map((k) => leaf(HOST, S1_GPA + k * 4096, S1_SPA + k * 4096, 12)),
      leaf(HOST, gpa, spa, s2),
      leaf(GUEST, 0, Math.floor(gpa / 2 ** s1) * 2 ** s1, s1),
    ),
    { op: dma(1, gpa % 2 ** s1), dma: expected },
  ],
});

const NESTED_CASES: readonly GoldenDeviceRow[] = [
  nested('IO-30', 12, 21, 0x8000_0000, R1, { ...OK, reachLg: 12 }),
  nested('IO-30', 12, 21, 0x8000_0000, R1, { ...OK, reachLg: 21 }, { NESTED_IOTLB_REACH: 's2' }),
  nested('IO-31', 21, 12, 0x8080_0000, R5, { ...OK, reachLg: 12 }),
  nested('IO-32', 21, 21, 0x8000_0000, R1, { ...OK, reachLg: 21 }),
  nested('IO-33', 12, 12, 0x8000_0000, R1, FENCED),
  nested('IO-34', 21, 21, 0x8080_0000, R5, FENCED),
  nested('IO-35', 30, 21, 0x8000_0000, R1, { ...OK, reachLg: 21 }),
];

/** S1-only: an AMD v2 table of the hypervisor with Mode = 0; its GCR3 table by system address. */
const single = (
  s1: number,
  target: number,
  expected: DmaExpectation,
  assume: GoldenDeviceRow['assume'] = {},
): GoldenDeviceRow => ({
  id: 'IO-36',
  assume,
  tables: [
    HOST_TABLE,
    { format: 'amdv2', levels: 4, address: 0x5_1000, spa: 0x5_1000, pages: 4 },
    { format: 'gcr3', levels: 1, address: 0x6_0000, spa: 0x6_0000, pages: 1 },
  ],
  steps: [
    ...setup(
      guestDte(0, 0x6_0000),
      { op: 'gcr3', table: 2, pasid: 0, s1: GUEST },
      leaf(GUEST, 0, Math.floor(target / 2 ** s1) * 2 ** s1, s1),
    ),
    { op: dma(0, target % 2 ** s1), dma: expected },
  ],
});

const LEAF: GoldenDeviceRow['assume'] = { S1_ONLY_ON_SNP: 'leaf_must_match' };
const FIXED_UP: GoldenDeviceRow['assume'] = { S1_ONLY_ON_SNP: 'fixed_up' };

const SINGLE_CASES: readonly GoldenDeviceRow[] = [
  single(21, R3, { ok: false, event: 0x1 }),
  single(21, R3, { ...OK, reachLg: 21 }, LEAF),
  single(21, 0x4030_0000, RMP_FAULT, LEAF),
  single(21, 0x4030_0000, { ...OK, reachLg: 12 }, FIXED_UP),
  single(12, R1, RMP_FAULT, FIXED_UP),
];

/** Assigned 2M, then unassigned: what an unassigned entry keeps shows to T=0 (0.5). */
const SIZE_BIT_CASES: readonly GoldenDeviceRow[] = [
  {
    id: 'IO-03',
    assume: { T0_SIZE_BIT_IGNORED: false, UNASSIGN_ZEROES_ENTRY: false },
    steps: [
      { op: rmpupdate(R3, { assigned: false, size: S2M }), rmp: { code: 0 } },
      ...untrusted('', R3, 21, OK).steps,
    ],
  },
];

export const IO_CASES: readonly GoldenDeviceRow[] = [
  ...T0_CASES,
  ...T1_CASES,
  ...NESTED_CASES,
  ...SINGLE_CASES,
  ...SIZE_BIT_CASES,
];
