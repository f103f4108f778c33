import type { RmpAssumptions } from './assumption';
import type { GpaPage, RmpSize, RmpState, SpaPage } from './entry';

/** One contiguous table from RMP_BASE to RMP_END, both byte addresses; RMP_END is the last byte. rmp.md 1.5. */
export interface FlatCoverage {
  readonly kind: 'flat';
  readonly base: number;
  readonly end: number;
}

/** RMP_CFG and the RMP segment table. rmp.md 1.5. */
export interface SegmentedCoverage {
  readonly kind: 'segmented';
  /** RMP_BASE, 1M-aligned byte address: bookkeeping, then the segment table. */
  readonly base: number;
  /** log2 of the segment size in bytes. */
  readonly segmentLg: number;
  /** Raw 64-bit segment-table entries, from segment 0 on; absent ones are 0. */
  readonly segments: readonly bigint[];
}

/** Pages put into a state before the first op, as golden configuration G does (rmp.md 8.0). */
export interface RmpPreset {
  readonly spa: SpaPage;
  /** 4K pages; a multiple of 512 where `size` is 2M. */
  readonly pages: number;
  readonly state: Exclude<RmpState, 'Invalid' | 'Default'>;
  readonly size: RmpSize;
  readonly asid: number;
  /** GPA page of the first page; later ones are consecutive. For Firmware-IOMMU and Metadata: the page number beside the tag. */
  readonly gpa: GpaPage;
}

/** Everything that decides what an RMP trace must do, besides its ops. */
export interface RmpConfig {
  readonly coverage: FlatCoverage | SegmentedCoverage;
  readonly cpuSnpEnabled: boolean;
  readonly iommuSnpEnabled: boolean;
  /** CPUID 8000_001F EBX[15:12]: 1 … 4. */
  readonly vmpls: number;
  /** Highest guest ASID: at most 1022 (0x3FF is the firmware's lock value, rmp.md 1.2). */
  readonly maxAsid: number;
  /** Position of the C-bit in a system physical address, or null. */
  readonly cBit: number | null;
  /** The firmware reports SNP_X86_SHUTDOWN_SUPPORTED. rmp.md 1.7. */
  readonly x86Shutdown: boolean;
  /** MMIO ranges inside coverage: HV-Fixed or Hypervisor after SNP_INIT by `MMIO_IN_COVERAGE`. In 4K pages. */
  readonly mmio: readonly { readonly spa: SpaPage; readonly pages: number }[];
  /** Event and PPR logs, completion store: pages that SNP_INIT makes Firmware-IOMMU. rmp.md 4.2. */
  readonly iommuPages: readonly SpaPage[];
  readonly preset: readonly RmpPreset[];
  readonly assumptions: RmpAssumptions;
}
