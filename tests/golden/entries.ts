/**
 * Golden raw entries: page-tables.md 9.1 (56 vectors, confirmed against released kernels) and the size codes of 1.3.
 * Data only, so that the model, the in-box implementation, the C example and Linux are all held to the same list.
 */
import { Prot, type Format, type Level, type Log2Size } from '../../model/vocabulary';

const RW = Prot.READ | Prot.WRITE;
const RO = Prot.READ;
const WO = Prot.WRITE;

/** One leaf. `oa` is a byte address. */
export interface GoldenLeaf {
  readonly id: string;
  readonly format: Format;
  readonly lg: Log2Size;
  readonly oa: bigint;
  readonly prot: number;
  readonly smeBit: number | null;
  readonly raw: bigint;
  /** Level of its table, and how many equal items it takes. */
  readonly level: Level;
  readonly items: number;
  /** As written before the C-bit fix for MMIO (and by io-pgtable): no conforming implementation writes it. */
  readonly preFix: boolean;
}

/** One table pointer, stored in a table of `level`. `child` is a byte address. */
export interface GoldenPointer {
  readonly id: string;
  readonly format: Format;
  readonly level: Level;
  readonly child: bigint;
  readonly smeBit: number | null;
  readonly raw: bigint;
}

/** One row of the size table: an RW leaf of v1 at OA 0 without a C-bit. `raw` null: not supported. */
export interface GoldenSize {
  readonly lg: Log2Size;
  readonly level: Level;
  readonly items: number;
  readonly nl: number;
  readonly raw: bigint | null;
}

const leaf = (
  id: string,
  format: Format,
  lg: Log2Size,
  oa: bigint,
  prot: number,
  smeBit: number | null,
  raw: bigint,
  level: Level,
  items: number,
  preFix = false,
): GoldenLeaf => ({ id, format, lg, oa, prot, smeBit, raw, level, items, preFix });

const pointer = (
  id: string,
  format: Format,
  level: Level,
  child: bigint,
  smeBit: number | null,
  raw: bigint,
): GoldenPointer => ({ id, format, level, child, smeBit, raw });

// prettier-ignore
export const GOLDEN_LEAVES: readonly GoldenLeaf[] = [
  leaf('A1', 'amdv1', 12, 0x1000n, RW, null, 0x7000_0000_0000_1001n, 0, 1),
  leaf('A2', 'amdv1', 12, 0x1000n, RW, 47, 0x7000_8000_0000_1001n, 0, 1),
  leaf('A3', 'amdv1', 12, 0x1000n, RW, 51, 0x7008_0000_0000_1001n, 0, 1),
  leaf('A4', 'amdv1', 12, 0x1000n, RO, 47, 0x3000_8000_0000_1001n, 0, 1),
  leaf('A5', 'amdv1', 12, 0x1000n, WO, 47, 0x5000_8000_0000_1001n, 0, 1),
  leaf('A6', 'amdv1', 12, 0xfe00_0000n, RW | Prot.MMIO, 47, 0x7000_0000_fe00_0001n, 0, 1),
  leaf('A7', 'amdv1', 12, 0xfe00_0000n, RW | Prot.MMIO, 47, 0x7000_8000_fe00_0001n, 0, 1, true),
  leaf('A8', 'amdv1', 12, 0xffff_ffff_f000n, RW, null, 0x7000_ffff_ffff_f001n, 0, 1),
  leaf('A8b', 'amdv1', 12, 0xf_ffff_ffff_f000n, RW, null, 0x700f_ffff_ffff_f001n, 0, 1),
  leaf('A9', 'amdv1', 13, 0x2000n, RW, null, 0x7000_0000_0000_2e01n, 0, 2),
  leaf('A10', 'amdv1', 14, 0x4000n, RW, null, 0x7000_0000_0000_5e01n, 0, 4),
  leaf('A11', 'amdv1', 15, 0x8000n, RW, null, 0x7000_0000_0000_be01n, 0, 8),
  leaf('A12', 'amdv1', 16, 0x1_0000n, RW, null, 0x7000_0000_0001_7e01n, 0, 16),
  leaf('A13', 'amdv1', 16, 0x1_0000n, RW, 47, 0x7000_8000_0001_7e01n, 0, 16),
  leaf('A14', 'amdv1', 17, 0x2_0000n, RW, null, 0x7000_0000_0002_fe01n, 0, 32),
  leaf('A15', 'amdv1', 18, 0x4_0000n, RW, null, 0x7000_0000_0005_fe01n, 0, 64),
  leaf('A16', 'amdv1', 19, 0x8_0000n, RW, null, 0x7000_0000_000b_fe01n, 0, 128),
  leaf('A17', 'amdv1', 20, 0x10_0000n, RW, null, 0x7000_0000_0017_fe01n, 0, 256),
  leaf('A18', 'amdv1', 20, 0x10_0000n, RW, 51, 0x7008_0000_0017_fe01n, 0, 256),
  leaf('A19', 'amdv1', 21, 0x20_0000n, RW, null, 0x7000_0000_0020_0001n, 1, 1),
  leaf('A20', 'amdv1', 21, 0x20_0000n, RW, 47, 0x7000_8000_0020_0001n, 1, 1),
  leaf('A21', 'amdv1', 22, 0x40_0000n, RW, null, 0x7000_0000_005f_fe01n, 1, 2),
  leaf('A22', 'amdv1', 25, 0x200_0000n, RW, null, 0x7000_0000_02ff_fe01n, 1, 16),
  leaf('A23', 'amdv1', 29, 0x2000_0000n, RW, null, 0x7000_0000_2fff_fe01n, 1, 256),
  leaf('A24', 'amdv1', 30, 0x4000_0000n, RW, null, 0x7000_0000_4000_0001n, 2, 1),
  leaf('A25', 'amdv1', 31, 0x8000_0000n, RW, null, 0x7000_0000_bfff_fe01n, 2, 2),
  leaf('A26', 'amdv1', 38, 0x40_0000_0000n, RW, null, 0x7000_005f_ffff_fe01n, 2, 256),
  leaf('A27', 'amdv1', 40, 0x100_0000_0000n, RW, null, 0x7000_017f_ffff_fe01n, 3, 2),
  leaf('A28', 'amdv1', 47, 0x8000_0000_0000n, RW, null, 0x7000_bfff_ffff_fe01n, 3, 256),
  leaf('A29', 'amdv1', 48, 0x1_0000_0000_0000n, RW, null, 0x7001_0000_0000_0001n, 4, 1),
  leaf('A30', 'amdv1', 49, 0x2_0000_0000_0000n, RW, null, 0x7002_ffff_ffff_fe01n, 4, 2),
  leaf('A31', 'amdv1', 51, 0x8_0000_0000_0000n, RW, null, 0x700b_ffff_ffff_fe01n, 4, 8),
  leaf('A32', 'amdv1', 50, 0x4_0000_0000_0000n, RW, 47, 0x7005_ffff_ffff_fe01n, 4, 4),
  leaf('X1', 'amdv2', 12, 0x1000n, RW, null, 0x1067n, 0, 1),
  leaf('X2', 'amdv2', 12, 0x1000n, RO, null, 0x1025n, 0, 1),
  leaf('X3', 'amdv2', 12, 0x1000n, WO, null, 0x1067n, 0, 1),
  leaf('X4', 'amdv2', 12, 0x1000n, RW, 47, 0x8000_0000_1067n, 0, 1),
  leaf('X5', 'amdv2', 12, 0x1000n, RW, 51, 0x8_0000_0000_1067n, 0, 1),
  leaf('X6', 'amdv2', 12, 0xfe00_0000n, RW | Prot.MMIO, 51, 0xfe00_0067n, 0, 1),
  leaf('X7', 'amdv2', 12, 0xfe00_0000n, RW | Prot.MMIO, 51, 0x8_0000_fe00_0067n, 0, 1, true),
  leaf('X8', 'amdv2', 21, 0x20_0000n, RW, null, 0x20_00e7n, 1, 1),
  leaf('X9', 'amdv2', 21, 0x20_0000n, RO, null, 0x20_00a5n, 1, 1),
  leaf('X10', 'amdv2', 21, 0x20_0000n, RW, 51, 0x8_0000_0020_00e7n, 1, 1),
  leaf('X11', 'amdv2', 30, 0x4000_0000n, RW, null, 0x4000_00e7n, 2, 1),
  leaf('X12', 'amdv2', 30, 0x4000_0000n, RO, 47, 0x8000_4000_00a5n, 2, 1),
];

// prettier-ignore
export const GOLDEN_POINTERS: readonly GoldenPointer[] = [
  pointer('P1', 'amdv1', 1, 0x1_2345_6000n, null, 0x6000_0001_2345_6201n),
  pointer('P2', 'amdv1', 2, 0x1_2345_6000n, null, 0x6000_0001_2345_6401n),
  pointer('P3', 'amdv1', 3, 0x1_2345_6000n, null, 0x6000_0001_2345_6601n),
  pointer('P4', 'amdv1', 4, 0x1_2345_6000n, null, 0x6000_0001_2345_6801n),
  pointer('P5', 'amdv1', 5, 0x1_2345_6000n, null, 0x6000_0001_2345_6a01n),
  pointer('P6', 'amdv1', 1, 0x1_2345_6000n, 47, 0x6000_8001_2345_6201n),
  pointer('P7', 'amdv1', 2, 0x1_2345_6000n, 47, 0x6000_8001_2345_6401n),
  pointer('P8', 'amdv1', 1, 0x1_2345_6000n, 51, 0x6008_0001_2345_6201n),
  pointer('T1', 'amdv2', 1, 0x1_2345_6000n, null, 0x1_2345_6027n),
  pointer('T2', 'amdv2', 1, 0x1_2345_6000n, 47, 0x8001_2345_6027n),
  pointer('T3', 'amdv2', 1, 0x1_2345_6000n, 51, 0x8_0001_2345_6027n),
];

/** page-tables.md 1.3. */
// prettier-ignore
export const GOLDEN_SIZES: readonly GoldenSize[] = [
  { lg: 12, level: 0, items: 1, nl: 0, raw: 0x7000_0000_0000_0001n },
  { lg: 13, level: 0, items: 2, nl: 7, raw: 0x7000_0000_0000_0e01n },
  { lg: 14, level: 0, items: 4, nl: 7, raw: 0x7000_0000_0000_1e01n },
  { lg: 15, level: 0, items: 8, nl: 7, raw: 0x7000_0000_0000_3e01n },
  { lg: 16, level: 0, items: 16, nl: 7, raw: 0x7000_0000_0000_7e01n },
  { lg: 17, level: 0, items: 32, nl: 7, raw: 0x7000_0000_0000_fe01n },
  { lg: 18, level: 0, items: 64, nl: 7, raw: 0x7000_0000_0001_fe01n },
  { lg: 19, level: 0, items: 128, nl: 7, raw: 0x7000_0000_0003_fe01n },
  { lg: 20, level: 0, items: 256, nl: 7, raw: 0x7000_0000_0007_fe01n },
  { lg: 21, level: 1, items: 1, nl: 0, raw: 0x7000_0000_0000_0001n },
  { lg: 22, level: 1, items: 2, nl: 7, raw: 0x7000_0000_001f_fe01n },
  { lg: 23, level: 1, items: 4, nl: 7, raw: 0x7000_0000_003f_fe01n },
  { lg: 24, level: 1, items: 8, nl: 7, raw: 0x7000_0000_007f_fe01n },
  { lg: 25, level: 1, items: 16, nl: 7, raw: 0x7000_0000_00ff_fe01n },
  { lg: 26, level: 1, items: 32, nl: 7, raw: 0x7000_0000_01ff_fe01n },
  { lg: 27, level: 1, items: 64, nl: 7, raw: 0x7000_0000_03ff_fe01n },
  { lg: 28, level: 1, items: 128, nl: 7, raw: 0x7000_0000_07ff_fe01n },
  { lg: 29, level: 1, items: 256, nl: 7, raw: 0x7000_0000_0fff_fe01n },
  { lg: 30, level: 2, items: 1, nl: 0, raw: 0x7000_0000_0000_0001n },
  { lg: 31, level: 2, items: 2, nl: 7, raw: 0x7000_0000_3fff_fe01n },
  { lg: 32, level: 2, items: 4, nl: 7, raw: 0x7000_0000_7fff_fe01n },
  { lg: 33, level: 2, items: 8, nl: 7, raw: 0x7000_0000_ffff_fe01n },
  { lg: 34, level: 2, items: 16, nl: 7, raw: 0x7000_0001_ffff_fe01n },
  { lg: 35, level: 2, items: 32, nl: 7, raw: 0x7000_0003_ffff_fe01n },
  { lg: 36, level: 2, items: 64, nl: 7, raw: 0x7000_0007_ffff_fe01n },
  { lg: 37, level: 2, items: 128, nl: 7, raw: 0x7000_000f_ffff_fe01n },
  { lg: 38, level: 2, items: 256, nl: 7, raw: 0x7000_001f_ffff_fe01n },
  { lg: 39, level: 3, items: 1, nl: 0, raw: null },
  { lg: 40, level: 3, items: 2, nl: 7, raw: 0x7000_007f_ffff_fe01n },
  { lg: 41, level: 3, items: 4, nl: 7, raw: 0x7000_00ff_ffff_fe01n },
  { lg: 42, level: 3, items: 8, nl: 7, raw: 0x7000_01ff_ffff_fe01n },
  { lg: 43, level: 3, items: 16, nl: 7, raw: 0x7000_03ff_ffff_fe01n },
  { lg: 44, level: 3, items: 32, nl: 7, raw: 0x7000_07ff_ffff_fe01n },
  { lg: 45, level: 3, items: 64, nl: 7, raw: 0x7000_0fff_ffff_fe01n },
  { lg: 46, level: 3, items: 128, nl: 7, raw: 0x7000_1fff_ffff_fe01n },
  { lg: 47, level: 3, items: 256, nl: 7, raw: 0x7000_3fff_ffff_fe01n },
  { lg: 48, level: 4, items: 1, nl: 0, raw: 0x7000_0000_0000_0001n },
  { lg: 49, level: 4, items: 2, nl: 7, raw: 0x7000_ffff_ffff_fe01n },
  { lg: 50, level: 4, items: 4, nl: 7, raw: 0x7001_ffff_ffff_fe01n },
  { lg: 51, level: 4, items: 8, nl: 7, raw: 0x7003_ffff_ffff_fe01n },
];
