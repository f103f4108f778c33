import type { RmpConfig } from '../rmp/config';
import type { SpaPage } from '../rmp/entry';

/** The machine that a host kernel's RMP code finds. */
export interface WrapperConfig {
  /** The RMP: coverage, C-bit, what is in which state, and whether SNPEn is set when the kernel starts (kexec). */
  readonly rmp: RmpConfig;
  /** CPUID 8000_001F EAX[21]: entries are read with RMPREAD, else in memory, in the raw format (rmp.md 1.2). */
  readonly rmpread: boolean;
  /** Memory with a struct page, in 4K pages: starts and lengths are multiples of 512. */
  readonly ram: readonly { readonly spa: SpaPage; readonly pages: number }[];
  /** How the kernel's direct map maps RAM before anything is split; `none` where it does not. */
  readonly directMap: '4K' | '2M' | '1G' | 'none';
  /** The CPU has SNP and nothing speaks against it. */
  readonly hostSnp: boolean;
  /** The IOMMU driver has found SNP support. */
  readonly iommuSnp: boolean;
  /** A CPU that is present is not online. */
  readonly cpuMissing: boolean;
  /** CPUID 8000_0025: log2 of the smallest and largest segment, and how many segments at most (null: no hard limit). */
  readonly segments: { readonly minLg: number; readonly maxLg: number; readonly most: number | null };
  /** Which allocation of the boot fails, counted from 0; null for none. Mapping the table counts as one. */
  readonly failAllocation: number | null;
}
