import type { FlatCoverage, SegmentedCoverage } from '../../../model/vocabulary/rmp/config';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';

/** The machine that the host kernel's RMP code finds. Addresses and sizes as rmp.md 1.5 has them. */
export interface SevConfig {
  /** What RMP_BASE, RMP_END, RMP_CFG and the segment table say. */
  readonly coverage: FlatCoverage | SegmentedCoverage;
  /** CPUID 8000_001F EAX[21]: entries are read with RMPREAD, else in memory, in the raw format. */
  readonly rmpread: boolean;
  /** Memory with a struct page, in 4K pages: starts and lengths are multiples of 512. The last end is max_pfn. */
  readonly ram: readonly { readonly spa: SpaPage; readonly pages: number }[];
  /** How the kernel's direct map maps RAM before anything is split; `none` where it does not. */
  readonly directMap: '4K' | '2M' | '1G' | 'none';
  /** Position of the C-bit, or null where SME is off. */
  readonly cBit: number | null;
  /** CC_ATTR_HOST_SEV_SNP: the CPU has SNP and nothing speaks against it. */
  readonly hostSnp: boolean;
  /** The IOMMU driver has found SNP support. */
  readonly iommuSnp: boolean;
  /** SYSCFG has SNPEn already: the kernel was started by another (kexec). */
  readonly cpuSnpEnabled: boolean;
  /** A CPU that is present is not online. */
  readonly cpuMissing: boolean;
  /** CPUID 8000_0025: log2 of the smallest and largest segment, and how many segments at most (null: no hard limit). */
  readonly segments: { readonly minLg: number; readonly maxLg: number; readonly most: number | null };
  /** Which allocation of the boot fails, counted from 0; null for none. Mapping the table counts as one. */
  readonly failAllocation: number | null;
}

/** Flat coverage of the first 4 GiB by a table at 1 MiB, all of it RAM mapped by 2M leaves; RMPREAD is there. */
export const PLAIN_SEV: SevConfig = {
  coverage: { kind: 'flat', base: 0x10_0000, end: 0x110_3fff },
  rmpread: true,
  ram: [{ spa: 0, pages: 0x10_0000 }],
  directMap: '2M',
  cBit: null,
  hostSnp: true,
  iommuSnp: true,
  cpuSnpEnabled: false,
  cpuMissing: false,
  segments: { minLg: 30, maxLg: 36, most: null },
  failAllocation: null,
};
