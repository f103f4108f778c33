/** The RMP check of one request: rmp.md 4.3, with the alternatives of 0.5. */
import { REGION_PAGES, RmpSize, VmplBit, type GpaPage, type SpaPage } from '../vocabulary/rmp/entry';
import { pagesOf } from '../vocabulary/units';
import { allowsVmpl } from '../rmp/access/checks';
import { baseOf } from '../rmp/entry';
import { LG_2M, LG_4K } from './granule';
import type { Requester } from './requester';
import type { DeviceAccessState } from './state';

/** What is asked of the RMP. */
export interface RmpQuestion {
  readonly gpa: GpaPage;
  /** Without the C-bit. */
  readonly spa: SpaPage;
  readonly write: boolean;
  /** S1_ONLY_ON_SNP = 'fixed_up': the entry's size is not held against the granule. */
  readonly anySize: boolean;
}

/** T0_SIZE_BIT_IGNORED = false: Page_Size of the 2M-aligned page has to be that of the check. */
function sizeBitMatches(io: DeviceAccessState, page: SpaPage, lg: number): boolean {
  if (io.assume.T0_SIZE_BIT_IGNORED) return true;
  const base = io.rmp.state.table.own(baseOf(page));
  return base === null || (base.size === RmpSize.size2M) === (lg === LG_2M);
}

/** T=0, and T=1 from vTOM on: ownership, at granule `lg`. */
function sharedPasses(io: DeviceAccessState, q: RmpQuestion, lg: number): boolean {
  const { table } = io.rmp.state;
  if (!q.write && !io.assume.T0_READ_CHECKED) return true;
  if (lg === LG_4K) return table.hv(q.spa) && sizeBitMatches(io, q.spa, lg);
  if (lg === LG_2M) {
    const owned = io.assume.T0_2M_NEEDS_ALL_512_SHARED ? table.hv2(baseOf(q.spa)) : table.hv(q.spa);
    return owned && sizeBitMatches(io, q.spa, lg);
  }
  // Checked as a whole: each of its 4K pages.
  const pages = pagesOf(lg);
  const first = q.spa - (q.spa % pages);
  return table.allUnassigned(first, pages) && (lg > LG_2M || sizeBitMatches(io, q.spa, LG_4K));
}

/** Page-Size of T=1: the entry has the size of the granule. */
function sizePasses(io: DeviceAccessState, q: RmpQuestion, size: RmpSize, lg: number): boolean {
  if (q.anySize) return true;
  if (lg === LG_2M) return size === RmpSize.size2M;
  return size === RmpSize.size4K || io.assume.T1_4K_S2_UNDER_2M_RMP === 'allow';
}

/** T=1 below vTOM, one granule of 4K or 2M at `gpa` → `spa`. */
function privateGranulePasses(
  io: DeviceAccessState,
  who: Requester,
  q: RmpQuestion,
  gpa: GpaPage,
  spa: SpaPage,
  lg: number,
): boolean {
  const entry = io.rmp.state.table.effective(spa);
  if (entry === null || entry.asid !== who.asid || entry.immutable) return false;
  const pages = lg === LG_2M ? REGION_PAGES : 1;
  if (Math.floor(entry.gpa / pages) !== Math.floor(gpa / pages)) return false;
  if (!sizePasses(io, q, entry.size, lg)) return false;
  if (!entry.validated && io.assume.T1_NOT_VALIDATED === 'rmp_fault') return false;
  return !io.assume.T1_VMPL_CHECKED || allowsVmpl(entry, who.vmpl, q.write ? VmplBit.write : VmplBit.read);
}

function privatePasses(io: DeviceAccessState, who: Requester, q: RmpQuestion, lg: number): boolean {
  if (lg === LG_4K || lg === LG_2M) return privateGranulePasses(io, who, q, q.gpa, q.spa, lg);
  // No RMP entry is as large as a leaf above 2M.
  if (lg > LG_2M) return false;
  const pages = pagesOf(lg);
  const at = q.spa % pages;
  for (let i = 0; i < pages; i++)
    if (!privateGranulePasses(io, who, q, q.gpa - at + i, q.spa - at + i, LG_4K)) return false;
  return true;
}

function passes(io: DeviceAccessState, who: Requester, q: RmpQuestion, lg: number): boolean {
  const shared = who.t === 0 || (io.assume.T1_VTOM_SPLITS && who.vtom !== null && q.gpa >= who.vtom);
  return shared ? sharedPasses(io, q, lg) : privatePasses(io, who, q, lg);
}

/** The granule at which the check passes: `lg`, or 4K where IO_NO_4K_RETRY = false; 0: refused. */
export function passingGranule(io: DeviceAccessState, who: Requester, q: RmpQuestion, lg: number): number {
  if (!io.rmp.state.iommuSnpEnabled || passes(io, who, q, lg)) return lg;
  return lg === LG_2M && !io.assume.IO_NO_4K_RETRY && passes(io, who, q, LG_4K) ? LG_4K : 0;
}
