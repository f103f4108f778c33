/**
 * Where things lie in a generated case. Few regions, so that ops meet; GPA = SPA + a constant that is a multiple of 1G,
 * so that leaves of every size up to 1G can be aligned on both sides.
 */
import type { IoTable } from '../../../model/vocabulary/device-access/config';

/** First page of the 2M regions that conversions, leaves and requests aim at: 1G-aligned. */
export const FIRST_REGION = 0x40000;
/** Enough for a 16M leaf and for neighbours on both sides of one region. */
export const REGIONS = 8;
/** GPA page − SPA page, everywhere; and IOVA page − GPA page where a guest translates. */
export const GPA_OFFSET = 0x40000;
export const IOVA_OFFSET = 0x100000;

/** MMIO below 4G, inside coverage, and the private BAR pages in it: one 2M entry, then eight 4K entries. */
export const HOLE = 0xc0000;
export const HOLE_PAGES = 0x40000;
export const PRIVATE_BAR_2M = HOLE + 512;
export const PRIVATE_BAR_4K = HOLE + 1024;
export const PRIVATE_BAR_4K_PAGES = 8;
/** A small BAR between RAM pages: no leaf above 4K holds it alone. */
export const SMALL_BAR = 0xb0003;
export const SMALL_BAR_PAGES = 5;
/** A BAR beyond coverage, and the GPA that it is mapped at: within the reach of three levels. */
export const FAR_BAR = 0x800_0000;
export const FAR_BAR_GPA = 0x20_0000;

/** Logs and completion store of the IOMMU. */
export const IOMMU_PAGES: readonly number[] = [0x20400, 0x20401, 0x20402];
/** The RMP itself, with coverage of 4G. rmp.md 8.0. */
export const RMP_BYTES = { base: 0x10_0000, end: 0x110_3fff };
/** Coverage that ends with the regions: SNP_INIT writes every entry, and each is looked at afterwards. */
export const SMALL_RMP_BYTES = { base: 0x10_0000, end: 0x10_0000 + 0x4000 + 16 * (FIRST_REGION + REGIONS * 512) - 1 };

/** Pages with the tables of guests: shared ones, then private ones of GUEST. */
export const SHARED_TABLES = 0x30000;
export const PRIVATE_TABLES = 0x30200;
/** Of each kind; a table is never given back, and relation rules need some more. */
export const TABLE_PAGES = 128;
const S1_PAGES = 120;

/** Guests of a case. */
export const GUEST = 5;
export const OTHER_GUEST = 7;

/** Numbers of the tables in every configuration. */
export const Table = { host: 0, secureHost: 1, s1: 2, gcr3: 3, secureS1: 4 } as const;

/** The tables of a case; `levels` of the host tables, the S1 tables and the GCR3 table. */
export function tablesOf(levels: { host: number; secure: number; s1: number; gcr3: number }): readonly IoTable[] {
  const shared = SHARED_TABLES + GPA_OFFSET;
  return [
    { format: 'amdv1', levels: levels.host, address: 0x20000, spa: 0x20000, pages: 64 },
    { format: 'amdv1', levels: levels.secure, address: 0x20100, spa: 0x20100, pages: 64 },
    { format: 'amdv2', levels: levels.s1, address: shared, spa: SHARED_TABLES, pages: S1_PAGES },
    {
      format: 'gcr3',
      levels: levels.gcr3,
      address: shared + S1_PAGES,
      spa: SHARED_TABLES + S1_PAGES,
      pages: 4,
    },
    { format: 'amdv2', levels: 4, address: PRIVATE_TABLES + GPA_OFFSET, spa: PRIVATE_TABLES, pages: S1_PAGES },
  ];
}

/** GPA page that a system page is mapped at. */
export const gpaOf = (spa: number): number => (spa >= FAR_BAR ? spa - FAR_BAR + FAR_BAR_GPA : spa + GPA_OFFSET);
