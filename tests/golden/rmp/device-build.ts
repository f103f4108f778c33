/** Shapes of the golden rows of rmp.md 8.5 and 4.4, and what their configurations are made of. Data only. */
import type { DeviceAccessConfig, IoTable } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, DeviceOp, DmaOp, Sdte } from '../../../model/vocabulary/device-access/op';
import type { DmaOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import { configG, page, type OutcomeExpectation } from './build';

/** What is known of a DMA outcome: of its event only code and address. */
export type DmaExpectation = Partial<Omit<DmaOutcome, 'event'>> & {
  /** Event code; null: none. */
  readonly event?: number | null;
  readonly address?: bigint;
};

/** One op of either machine, and what it must give. */
export interface GoldenDeviceStep {
  readonly op: DeviceAccessOp;
  readonly dma?: DmaExpectation;
  /** Null: no RMP op was done. */
  readonly rmp?: OutcomeExpectation | null;
  readonly done?: boolean;
}

/** One row, run from G with `tables` and two devices. */
export interface GoldenDeviceRow {
  readonly id: string;
  readonly assume?: Partial<RmpAssumptions>;
  readonly rmp?: Partial<RmpConfig>;
  readonly tables?: readonly IoTable[];
  readonly steps: readonly GoldenDeviceStep[];
}

/** Host table: AMD v1, four levels, in hypervisor memory. Table number 0 of every row. */
export const HOST_TABLE: IoTable = { format: 'amdv1', levels: 4, address: 0x5_0000, spa: 0x5_0000, pages: 64 };
export const HOST = 0;
/** Table numbers of rows with two stages. */
export const GUEST = 1;
export const GCR3 = 2;
const GCR3_GPA = 0x7_0000;
const GCR3_SPA = 0x6_0000;

/** Guest table called by `gpa` at `spa` (byte addresses), and a GCR3 table in memory that the hypervisor owns. */
export const nestedTables = (gpa: number, spa: number): readonly IoTable[] => [
  HOST_TABLE,
  { format: 'amdv2', levels: 4, address: page(gpa), spa: page(spa), pages: 4 },
  { format: 'gcr3', levels: 1, address: GCR3_GPA, spa: GCR3_SPA, pages: 1 },
];

export const configOf = (row: GoldenDeviceRow): DeviceAccessConfig => ({
  rmp: configG(row.assume, row.rmp),
  tables: row.tables ?? [HOST_TABLE],
  devices: 2,
});

const bits = (value: number, from: number, width: number, at: number): bigint =>
  ((BigInt(value) >> BigInt(from)) & ((1n << BigInt(width)) - 1n)) << BigInt(at);

const V_TV = 3n;
const IR_IW = 3n << 61n;
const GV = 1n << 55n;
const GIOV = 1n << 54n;

/** Host-only (v1) form of rmp.md 4.9: Mode 4, GV = 0. */
export const HOST_DTE: DeviceOp = {
  op: 'setDte',
  device: 0,
  qwords: [V_TV | (4n << 9n) | (BigInt(HOST_TABLE.spa) << 12n) | IR_IW, 0n, 0n, 0n],
};

/** Identity: Mode 0, no guest table. */
export const IDENTITY_DTE: DeviceOp = { op: 'setDte', device: 0, qwords: [V_TV | IR_IW, 0n, 0n, 0n] };

/** Two stages, or with Mode 0 the S1-only (v2) form; requests without PASID use PASID 0. */
export const guestDte = (mode: number, gcr3Page: number): DeviceOp => ({
  op: 'setDte',
  device: 0,
  qwords: [
    V_TV |
      (BigInt(mode) << 9n) |
      (mode === 0 ? 0n : BigInt(HOST_TABLE.spa) << 12n) |
      GIOV |
      GV |
      bits(gcr3Page * 4096, 12, 3, 58) |
      IR_IW,
    bits(gcr3Page * 4096, 15, 16, 16) | bits(gcr3Page * 4096, 31, 21, 43),
    0n,
    0n,
  ],
});
export const NESTED_DTE = guestDte(4, GCR3_GPA);

/** A trusted device of ASID 5 at VMPL0; vTOM above everything. */
export const trusted = (other: Partial<Sdte> = {}): DeviceOp => ({
  op: 'setSdte',
  device: 0,
  sdte: {
    valid: true,
    mode: 4,
    hostRoot: HOST_TABLE.spa,
    s1Root: null,
    s1Levels: 4,
    asid: 5,
    vmpl: 0,
    vtom: page(0x100_0000_0000),
    ...other,
  },
});

/** Leaf of 2^lg bytes, byte addresses, read and write. */
export const leaf = (
  table: number,
  iova: number,
  oa: number,
  lg: number,
  cBit = false,
): Extract<DeviceOp, { readonly op: 'ioMap' }> => ({
  op: 'ioMap',
  table,
  iova: page(iova),
  oa: page(oa),
  lg,
  read: true,
  write: true,
  cBit,
});

export const unmap = (iova: number): DeviceOp => ({ op: 'ioUnmap', table: HOST, iova: page(iova) });

/** A request of device 0 without PASID. */
export const dma = (t: 0 | 1, iova: number, write = true): DmaOp => ({
  op: 'dma',
  device: 0,
  pasid: null,
  t,
  iova: page(iova),
  offset: iova % 4096,
  write,
});

/** Steps without expectation of their own, but that they are done. */
export const setup = (...ops: readonly DeviceAccessOp[]): readonly GoldenDeviceStep[] =>
  ops.map((op) => ({ op, done: true }));

/** S2 leaves of 4K for the four pages of the guest table, and the GCR3 table's page and entry. */
export const nestedSetup = (gpa: number, spa: number): readonly GoldenDeviceStep[] => [
  ...setup(
    NESTED_DTE,
    leaf(HOST, GCR3_GPA * 4096, GCR3_SPA * 4096, 12),
    ...[0, 1, 2, 3].map((k) => leaf(HOST, gpa + k * 4096, spa + k * 4096, 12)),
    { op: 'gcr3', table: GCR3, pasid: 0, s1: GUEST },
  ),
];
