/** rmp.md 8.5: requests of devices. Data only. */
import { FAR_BAR, R1, R2, R3, R4, R5, R6, R7, page } from './build';
import {
  dma,
  GUEST,
  guestDte,
  HOST,
  HOST_DTE,
  HOST_TABLE,
  IDENTITY_DTE,
  leaf,
  nestedSetup,
  nestedTables,
  setup,
  trusted,
  unmap,
  type DmaExpectation,
  type GoldenDeviceRow,
} from './device-build';
import { psmash, rmpupdate } from './ops';

export const OK: DmaExpectation = { ok: true, event: null };
export const RMP_FAULT: DmaExpectation = { ok: false, event: 0xd };
export const FENCED: DmaExpectation = { ok: false, event: 0xd, fenced: true };
const ILLEGAL: DmaExpectation = { ok: false, event: 0x1, address: 0n };
const IO_FAULT: DmaExpectation = { ok: false, event: 0x2 };

/** V, TV, Mode 4, the host table, GV and GIOV, IR and IW. */
const NESTED_QWORD0 = 3n | (4n << 9n) | (0x5_0000n << 12n) | (3n << 54n) | (3n << 61n);

/** T=0 through one leaf at the address that it maps: iova = spa. */
export const untrusted = (
  id: string,
  target: number,
  lg: number,
  dmaExpected: DmaExpectation,
  other: Partial<GoldenDeviceRow> & { readonly write?: boolean; readonly cBit?: boolean } = {},
): GoldenDeviceRow => {
  const { write, cBit, ...row } = other;
  const base = Math.floor(target / 2 ** lg) * 2 ** lg;
  return {
    id,
    steps: [
      ...setup(HOST_DTE, leaf(HOST, base, base, lg, cBit)),
      { op: dma(0, target, write ?? true), dma: dmaExpected },
    ],
    ...row,
  };
};

/** T=1 of ASID 5 through one leaf at `gpa` → `spa`, asking for `gpa` + `at`. */
export const trustedRow = (
  id: string,
  gpa: number,
  spa: number,
  lg: number,
  dmaExpected: DmaExpectation,
  other: Partial<GoldenDeviceRow> & { readonly at?: number } = {},
): GoldenDeviceRow => {
  const { at, ...row } = other;
  return {
    id,
    steps: [...setup(trusted(), leaf(HOST, gpa, spa, lg)), { op: dma(1, gpa + (at ?? 0)), dma: dmaExpected }],
    ...row,
  };
};

export const UNTRUSTED_ROWS: readonly GoldenDeviceRow[] = [
  untrusted('RG63', 0x4030_0000, 12, { ...OK, spa: 0x4_0300, reachLg: 12 }),
  untrusted('RG64', 0x4020_1000, 12, { ...RMP_FAULT, address: 0x4020_1000n }),
  untrusted('RG65', 0x4030_0000, 21, RMP_FAULT),
  untrusted('RG65', 0x4030_0000, 21, { ...OK, reachLg: 12 }, { assume: { IO_NO_4K_RETRY: false } }),
  untrusted('RG65', 0x4030_0000, 21, OK, { assume: { T0_2M_NEEDS_ALL_512_SHARED: false } }),
  untrusted('RG66', R3, 21, { ...OK, reachLg: 21 }),
  untrusted('RG67', 0x4030_0000, 16, { ...OK, reachLg: 12 }),
  untrusted('RG67', 0x402f_0000, 16, RMP_FAULT),
  untrusted('RG68', 0x4030_0000, 20, OK),
  untrusted('RG69', R3, 22, OK),
  untrusted('RG69', R4, 22, RMP_FAULT),
  untrusted('RG69', R3, 22, RMP_FAULT, { assume: { IO_GE2M_ROUND_TO_2M: false } }),
  untrusted('RG70', R3, 30, OK),
  untrusted('RG70', R3, 30, RMP_FAULT, { assume: { IO_1G_AS_2M: 'fault' } }),
  ...[12, 21, 30].map((lg) => untrusted('RG71', 0xe000_0000, lg, OK)),
  ...[12, 21, 30].map((lg) => untrusted('RG71', FAR_BAR, lg, OK)),
  untrusted('RG72', R1, 12, RMP_FAULT, { write: false }),
  untrusted('RG72', R1, 12, OK, { write: false, assume: { T0_READ_CHECKED: false } }),
  untrusted('RG73', R6 + 0x3000, 12, RMP_FAULT),
  { id: 'RG84', steps: [...setup(IDENTITY_DTE), { op: dma(0, R3), dma: ILLEGAL }] },
  {
    id: 'RG84',
    assume: { DTE_MODE0_ILLEGAL: false },
    steps: [
      ...setup(IDENTITY_DTE),
      { op: dma(0, R3), dma: { ...OK, spa: page(R3), reachLg: 12 } },
      { op: dma(0, R1), dma: RMP_FAULT },
    ],
  },
  {
    id: 'RG84b',
    rmp: { cpuSnpEnabled: false, iommuSnpEnabled: false },
    steps: [...setup(IDENTITY_DTE), { op: dma(0, R1), dma: { ...OK, spa: page(R1) } }],
  },
  {
    // 4.9: TV = 0 blocks the device; the walk gets nowhere.
    id: 'TV = 0',
    steps: [
      ...setup({ op: 'setDte', device: 0, qwords: [1n | (4n << 9n) | (0x5_0000n << 12n) | (3n << 61n), 0n, 0n, 0n] }),
      { op: dma(0, R3), dma: { ...IO_FAULT, gpa: -1 } },
    ],
  },
  {
    // 4.5: the fields of an SDTE that is not valid mean nothing, its ASID included.
    id: 'SDTE not valid',
    steps: [
      ...trustedRow('', 0x8000_0000, R1, 12, FENCED).steps,
      ...setup(trusted({ valid: false })),
      { op: dma(1, 0x8000_0000), dma: { ...ILLEGAL, fenced: false } },
    ],
  },
  {
    // 4.9 gives DTE[2] bits 55:54 the meanings 0 and 1 only: read as reserved, as GLX = 3 is.
    id: 'guest levels 2',
    tables: nestedTables(0x1000_0000, 0x4040_8000),
    steps: [
      ...setup({ op: 'setDte', device: 0, qwords: [NESTED_QWORD0, 0n, 2n << 54n, 0n] }),
      { op: dma(0, R3), dma: ILLEGAL },
    ],
  },
  {
    id: 'PSMASH_IO without a 2M leaf',
    steps: [
      ...setup(HOST_DTE),
      { op: { op: 'psmashIo', spa: R1, table: HOST, iova: page(0x8000_0000) }, rmp: null, done: false },
    ],
  },
  untrusted('RG86', R3, 21, { ...OK, spa: page(R3), reachLg: 21 }, { cBit: true }),
  {
    id: 'RG87',
    steps: [
      ...untrusted('', R3, 21, OK).steps,
      { op: rmpupdate(R3 + 0x7000, { asid: 5, gpa: 0x8040_7000 }), rmp: { code: 0 } },
      { op: dma(0, R3), dma: { ...RMP_FAULT, hit: true } },
      { op: dma(0, R3 + 0x7000), dma: { ...RMP_FAULT, hit: true } },
    ],
  },
  {
    id: 'RG87',
    assume: { IOTLB_STALE_GRANTS: true },
    steps: [
      ...untrusted('', R3, 21, OK).steps,
      { op: rmpupdate(R3 + 0x7000, { asid: 5, gpa: 0x8040_7000 }), rmp: { code: 0 } },
      { op: dma(0, R3), dma: { ...OK, hit: true } },
      { op: dma(0, R3 + 0x7000), dma: { ...OK, hit: true } },
    ],
  },
  untrusted('RG89', R1, 12, OK, { rmp: { iommuSnpEnabled: false } }),
  ...(['invalidate', 'evict'] as const).map((drop): GoldenDeviceRow => ({
    id: `RG91`,
    steps: [
      ...untrusted('', R3, 21, OK).steps,
      ...setup(unmap(R3)),
      { op: dma(0, R3), dma: { ...OK, hit: true } },
      ...setup(
        drop === 'evict'
          ? { op: 'evict', device: 0, pasid: null, t: 0, iova: page(R3) }
          : { op: 'invalidate', device: 0, iova: page(R3), pages: 512 },
      ),
      { op: dma(0, R3), dma: { ...IO_FAULT, address: BigInt(R3) } },
    ],
  })),
];

export const TRUSTED_ROWS: readonly GoldenDeviceRow[] = [
  trustedRow('RG74', 0x8000_0000, R1, 21, { ...OK, reachLg: 21, fenced: false }),
  trustedRow('RG75', 0x8000_0000, R1, 12, FENCED),
  trustedRow('RG75', 0x8000_0000, R1, 12, OK, { assume: { T1_4K_S2_UNDER_2M_RMP: 'allow' } }),
  trustedRow('RG75', 0x8000_0000, R1, 12, { ...RMP_FAULT, fenced: false }, { assume: { T1_FAULT_FENCES_ASID: false } }),
  trustedRow('RG76', 0x8080_0000, R5, 21, { ...FENCED, address: 0x8080_0000n }),
  trustedRow('RG77', 0x8080_0000, R5, 12, { ...OK, reachLg: 12 }),
  trustedRow('RG78', 0x8000_0000, R1, 22, { ...OK, reachLg: 21 }),
  trustedRow('RG78', 0x8000_0000, R1, 22, FENCED, { at: 0x20_0000 }),
  trustedRow('RG79', 0x8020_0000, R1, 21, { ...FENCED, address: 0x8020_0000n }),
  trustedRow('RG80', 0x80c0_0000, R7, 21, FENCED),
  trustedRow('RG80', 0x80c0_0000, R7, 21, OK, { assume: { T1_NOT_VALIDATED: 'allow' } }),
  trustedRow('RG80', 0x8060_0000, R4, 21, FENCED),
  {
    id: 'RG85',
    steps: [
      ...setup(trusted({ vtom: page(0x9000_0000) }), leaf(HOST, 0x9000_0000, R3, 21), leaf(HOST, 0x9020_0000, R1, 21)),
      { op: dma(1, 0x9000_0000), dma: OK },
      { op: dma(1, 0x9020_0000), dma: FENCED },
    ],
  },
  {
    id: 'RG85',
    assume: { T1_VTOM_SPLITS: false },
    steps: [
      ...setup(trusted({ vtom: page(0x9000_0000) }), leaf(HOST, 0x9000_0000, R3, 21)),
      { op: dma(1, 0x9000_0000), dma: FENCED },
    ],
  },
  {
    id: 'RG88',
    steps: [
      ...trustedRow('', 0x8000_0000, R1, 21, OK).steps,
      { op: psmash(R1), rmp: { code: 0 } },
      { op: dma(1, 0x8000_0000), dma: { ...FENCED, hit: true } },
    ],
  },
  {
    id: 'RG88',
    steps: [
      ...trustedRow('', 0x8000_0000, R1, 21, OK).steps,
      { op: { op: 'psmashIo', spa: R1, table: HOST, iova: page(0x8000_0000) }, rmp: { code: 0 }, done: true },
      { op: dma(1, 0x8000_0000), dma: { ...OK, hit: false, reachLg: 12, spa: page(R1) } },
      { op: dma(1, 0x801f_f000), dma: { ...OK, spa: page(R1) + 511 } },
    ],
  },
];

/** Guest table pages of rows with two stages, where the row does not say: R5 pages 1 … 4, private to ASID 5. */
const S1_GPA = 0x8080_1000;
const S1_SPA = R5 + 0x1000;
const S1_PAGES = [0, 1, 2, 3];

/** T=1 with an S1 leaf at IOVA 0 → `gpa`, and S2 leaves of `s2` for `gpa` → `spa`. */
const nestedTrusted = (
  id: string,
  s1: number,
  s2: number,
  gpa: number,
  spa: number,
  expected: DmaExpectation,
  other: Partial<GoldenDeviceRow> = {},
): GoldenDeviceRow => ({
  id,
  tables: nestedTables(S1_GPA, S1_SPA),
  steps: [
    ...setup(
      trusted({ s1Root: page(S1_GPA) }),
      ...S1_PAGES.map((k) => leaf(HOST, S1_GPA + k * 4096, S1_SPA + k * 4096, 12)),
      leaf(HOST, gpa, spa, s2),
      leaf(GUEST, 0, gpa, s1),
    ),
    { op: dma(1, 0), dma: expected },
  ],
  ...other,
});

export const NESTED_ROWS: readonly GoldenDeviceRow[] = [
  nestedTrusted('RG81', 12, 21, 0x8000_0000, R1, { ...OK, reachLg: 12, gpa: 0x8_0000, spa: page(R1) }),
  nestedTrusted('RG81', 12, 21, 0x8000_0000, R1, { ...OK, reachLg: 21 }, { assume: { NESTED_IOTLB_REACH: 's2' } }),
  nestedTrusted('RG81', 12, 21, 0x8000_0000, R1, FENCED, { assume: { NESTED_CHECK_SIZE: 'min' } }),
  nestedTrusted('RG81', 12, 21, 0x8000_0000, R1, FENCED, { assume: { NESTED_CHECK_SIZE: 's1' } }),
  {
    // Data in another region than the table, so that one 2M leaf of S1 can stand over 4K leaves of S2.
    id: 'RG82',
    tables: nestedTables(0x8020_1000, R2 + 0x1000),
    steps: [
      ...setup(
        trusted({ s1Root: page(0x8020_1000) }),
        ...S1_PAGES.map((k) => leaf(HOST, 0x8020_1000 + k * 4096, R2 + 0x1000 + k * 4096, 12)),
        ...Array.from({ length: 512 }, (_, k) => leaf(HOST, 0x8080_0000 + k * 4096, R5 + k * 4096, 12)),
        leaf(GUEST, 0, 0x8080_0000, 21),
      ),
      { op: dma(1, 0), dma: { ...OK, reachLg: 12 } },
      { op: dma(1, 0x1f_f000), dma: { ...OK, reachLg: 12, spa: page(R5) + 511 } },
    ],
  },
  {
    id: 'RG83',
    tables: [HOST_TABLE, { format: 'amdv2', levels: 4, address: 0x5_1000, spa: 0x5_1000, pages: 4 }],
    steps: [...setup(guestDte(0, 0x6_0000), leaf(GUEST, 0, R3, 21)), { op: dma(0, 0), dma: ILLEGAL }],
  },
  ...[
    { at: 0x4040_8000, expected: OK },
    { at: 0x4020_1000, expected: { ...RMP_FAULT, address: 0x1000_0000n } },
  ].map(({ at, expected }) => nestedUntrusted('RG92', at, expected)),
  nestedUntrusted('RG92', 0x4040_8000, OK, { IOMMU_S1_FETCH: 's2_unchecked' }),
  nestedUntrusted('RG92', 0x4020_1000, OK, { IOMMU_S1_FETCH: 's2_unchecked' }),
  {
    ...nestedTrusted('RG93', 12, 12, 0x8080_0000, R5, { ...OK, spa: page(R5) }),
  },
  {
    id: 'RG93',
    tables: nestedTables(S1_GPA, 0x4040_8000),
    steps: [
      ...setup(
        trusted({ s1Root: page(S1_GPA) }),
        ...S1_PAGES.map((k) => leaf(HOST, S1_GPA + k * 4096, 0x4040_8000 + k * 4096, 12)),
        leaf(HOST, 0x8080_0000, R5, 12),
        leaf(GUEST, 0, 0x8080_0000, 12),
      ),
      { op: dma(1, 0), dma: { ...FENCED, address: BigInt(S1_GPA) } },
    ],
  },
];

/** T=0 with a guest table at `table`, called by GPA 1000_0000, and its data page in R3. */
function nestedUntrusted(
  id: string,
  table: number,
  expected: DmaExpectation,
  assume: GoldenDeviceRow['assume'] = {},
): GoldenDeviceRow {
  return {
    id,
    assume,
    tables: nestedTables(0x1000_0000, table),
    steps: [
      ...nestedSetup(0x1000_0000, table),
      ...setup(leaf(HOST, 0x2000_0000, R3, 12), leaf(GUEST, 0, 0x2000_0000, 12)),
      { op: dma(0, 0), dma: expected },
    ],
  };
}
