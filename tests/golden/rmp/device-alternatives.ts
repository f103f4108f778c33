/** What the alternatives of rmp.md 0.4 do to devices and to the IOMMU itself, where section 8 has no row. Data only. */
import { R1, R3, R6, page } from './build';
import { dma, HOST, HOST_DTE, leaf, setup, trusted, type DmaExpectation, type GoldenDeviceRow } from './device-build';
import { FENCED, OK } from './device-rows';
import { rmpupdate } from './ops';

type Assume = NonNullable<GoldenDeviceRow['assume']>;

/** A write of the IOMMU, done or not. */
const iommuWrite = (
  id: string,
  what: 'log' | 'completion' | 'hostAD',
  spa: number,
  done: boolean,
  assume: Assume = {},
): GoldenDeviceRow => ({ id, assume, steps: [{ op: { op: 'iommuWrite', spa: page(spa), what }, done }] });

/** The page of the host table that holds the leaf has been given to a guest. */
const tableOfGuest = (expected: DmaExpectation, assume: Assume = {}): GoldenDeviceRow => ({
  id: 'host table page assigned',
  assume,
  steps: [
    ...setup(HOST_DTE, leaf(HOST, R3, R3, 12)),
    { op: rmpupdate(0x5000_3000, { asid: 5, gpa: 0x1000 }), rmp: { code: 0 } },
    { op: dma(0, R3), dma: expected },
    { op: { op: 'iommuRead', spa: 0x5_0003 }, done: expected.ok === true },
  ],
});

/** VMPL1 has no rights on R1. */
const atVmpl1 = (expected: DmaExpectation, assume: Assume = {}): GoldenDeviceRow => ({
  id: 'T=1 at VMPL1',
  assume,
  steps: [...setup(trusted({ vmpl: 1 }), leaf(HOST, 0x8000_0000, R1, 21)), { op: dma(1, 0x8000_0000), dma: expected }],
});

export const DEVICE_ALTERNATIVE_ROWS: readonly GoldenDeviceRow[] = [
  iommuWrite('log', 'log', R6 + 0x3000, true),
  iommuWrite('log', 'log', R3, false),
  iommuWrite('log', 'completion', R1, false),
  iommuWrite('log', 'log', R3, true, { IOMMU_LOG_NEEDS_FW_IOMMU: false }),
  iommuWrite('A/D', 'hostAD', R3, true),
  iommuWrite('A/D', 'hostAD', R1, false),
  iommuWrite('A/D', 'hostAD', R1, true, { IOMMU_AD_WRITE_CHECK: 'none' }),
  tableOfGuest(OK),
  tableOfGuest({ ok: false, event: 0xe, address: 0x5000_3000n }, { IOMMU_PT_READ_CHECKED: true }),
  atVmpl1(FENCED),
  atVmpl1(OK, { T1_VMPL_CHECKED: false }),
];
