/** Shapes of the golden rows of rmp.md 8 and 4.4, and the common configuration G of 8.0. Data only. */
import { assumeRmp, type RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpEntry, RmpState } from '../../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';

/** What is known of an outcome; `code` may be any of a list. */
export type OutcomeExpectation = Partial<Omit<RmpOutcome, 'code' | 'codes' | 'mayFault'>> & {
  readonly code?: number | readonly number[];
};

/** What is known of the page of byte address `spa`. */
export interface PageExpectation {
  readonly spa: number;
  readonly covered?: boolean;
  readonly entryAddress?: number | null;
  readonly state?: RmpState;
  /** Raw qwords 0 and 1 of the stored entry. */
  readonly raw0?: bigint;
  readonly raw1?: bigint;
  readonly subCount?: number;
  readonly own?: Partial<RmpEntry>;
  readonly effective?: Partial<RmpEntry>;
}

/** One op, what it must give, and what pages must be like after it. */
export interface GoldenStep {
  readonly op: RmpOp;
  readonly expect: OutcomeExpectation;
  readonly pages?: readonly PageExpectation[];
}

/** One row, run from G afresh. */
export interface GoldenRmpRow {
  readonly id: string;
  /** Single switches that differ from the defaults. */
  readonly assume?: Partial<RmpAssumptions>;
  readonly config?: Partial<RmpConfig>;
  /** What pages must be like before the first op. */
  readonly pages?: readonly PageExpectation[];
  readonly steps: readonly GoldenStep[];
}

/** Byte addresses of the regions of G. */
export const R1 = 0x4000_0000;
export const R2 = 0x4020_0000;
export const R3 = 0x4040_0000;
export const R4 = 0x4060_0000;
export const R5 = 0x4080_0000;
export const R6 = 0x40a0_0000;
export const R7 = 0x40c0_0000;
export const R8 = 0x40e0_0000;
/** The PCI hole below 4G, and what lies above coverage. */
export const MM = 0xc000_0000;
export const UP = 0x1_0000_0000;
export const FAR_BAR = 0x80_0000_0000;

/** 4K page number of a byte address. */
export const page = (address: number): number => Math.floor(address / 4096);

const S4K = 0;
const S2M = 1;

/** Configuration G of rmp.md 8.0, with the switches of `assume`. */
export function configG(assume: Partial<RmpAssumptions> = {}, other: Partial<RmpConfig> = {}): RmpConfig {
  return {
    coverage: { kind: 'flat', base: 0x10_0000, end: 0x110_3fff },
    cpuSnpEnabled: true,
    iommuSnpEnabled: true,
    vmpls: 4,
    maxAsid: 1022,
    cBit: 51,
    x86Shutdown: true,
    mmio: [{ spa: page(MM), pages: 0x4_0000 }],
    iommuPages: [],
    preset: [
      { spa: page(0x10_0000), pages: 0x1004, state: 'Firmware', size: S4K, asid: 0, gpa: 0 },
      { spa: page(R1), pages: 512, state: 'Guest-Valid', size: S2M, asid: 5, gpa: 0x8_0000 },
      { spa: page(R2), pages: 256, state: 'Guest-Valid', size: S4K, asid: 5, gpa: 0x8_0200 },
      { spa: page(R4), pages: 512, state: 'Pre-Guest', size: S2M, asid: 5, gpa: 0x8_0600 },
      { spa: page(R5), pages: 512, state: 'Guest-Valid', size: S4K, asid: 5, gpa: 0x8_0800 },
      { spa: page(R6), pages: 1, state: 'Firmware', size: S4K, asid: 0, gpa: 0 },
      { spa: page(R6) + 1, pages: 1, state: 'Reclaim', size: S4K, asid: 0, gpa: 0 },
      { spa: page(R6) + 2, pages: 1, state: 'Context', size: S4K, asid: 0, gpa: 0 },
      { spa: page(R6) + 3, pages: 1, state: 'Firmware-IOMMU', size: S4K, asid: 0, gpa: 1 },
      { spa: page(R6) + 4, pages: 1, state: 'Guest-Invalid', size: S4K, asid: 7, gpa: 1 },
      { spa: page(R7), pages: 512, state: 'Guest-Invalid', size: S2M, asid: 5, gpa: 0x8_0c00 },
      { spa: page(R8), pages: 512, state: 'Guest-Valid', size: S2M, asid: 7, gpa: 0x8_0000 },
      { spa: page(MM), pages: 0x4_0000, state: 'HV-Fixed', size: S4K, asid: 0, gpa: 0 },
    ],
    assumptions: assumeRmp(assume),
    ...other,
  };
}
