/** The rules' own reading of the RMP: which page may be reached, from the entries of a view. rmp.md 4.3, switches by 0.5. */
import type { Sdte } from '../../model/vocabulary/device-access/op';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import type { RmpConfig } from '../../model/vocabulary/rmp/config';
import { REGION_PAGES, RmpSize, VmplBit } from '../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import { pagesOf } from '../../model/vocabulary/units';

export const LG_4K = 12;
export const LG_2M = 21;
const LG_1G = 30;

/** The first page of the 2M region of `page`. */
export const regionOf = (page: number): number => Math.floor(page / REGION_PAGES) * REGION_PAGES;

/** What the RMP check of a leaf of 2^lg bytes looks at: 2^12, 2^21, or the whole leaf where a switch says so. */
export function granuleOf(lg: number, assume: RmpAssumptions): number {
  if (lg > LG_2M && !assume.IO_GE2M_ROUND_TO_2M) return lg;
  if (lg >= LG_1G && assume.IO_1G_AS_2M === 'fault') return lg;
  if (lg >= LG_2M) return LG_2M;
  return lg > LG_4K && !assume.IO_SUB2M_AS_4K ? lg : LG_4K;
}

/** hv(p): not covered, or not assigned. */
export const isShared = (rmp: RmpView, page: number): boolean => rmp.own(page)?.assigned !== true;

/** hv2(b): every page of the 2M region is the hypervisor's. */
export function isRegionShared(rmp: RmpView, base: number): boolean {
  for (let page = base; page < base + REGION_PAGES; page++) if (!isShared(rmp, page)) return false;
  return true;
}

/** hv2 of every region of a leaf; regions that nothing has touched are as the presets left them. */
function areRegionsShared(rmp: RmpView, config: RmpConfig, first: number, pages: number): boolean {
  const touched = rmp.touchedRegions().filter((base) => base >= first && base < first + pages);
  if (!touched.every((base) => isRegionShared(rmp, base))) return false;
  return config.preset.every(({ spa, pages: length, state }) => {
    if (state === 'Hypervisor' || state === 'HV-Fixed') return true;
    const from = regionOf(Math.max(spa, first));
    for (let base = from; base < Math.min(spa + length, first + pages); base += REGION_PAGES)
      if (!isRegionShared(rmp, base)) return false;
    return true;
  });
}

/** The page that a request would reach, and what is checked of it. */
export interface Target {
  readonly spa: number;
  readonly gpa: number;
  /** log2 of the bytes that are checked. */
  readonly granuleLg: number;
  readonly write: boolean;
}

/** The check of T=0 and of T=1 at or above vTOM: who owns the granule around the target. */
export function passesShared(rmp: RmpView, config: RmpConfig, { spa, granuleLg }: Target): boolean {
  const { assumptions } = config;
  const pages = pagesOf(granuleLg);
  const first = Math.floor(spa / pages) * pages;
  if (granuleLg > LG_2M) return areRegionsShared(rmp, config, first, pages);
  if (granuleLg < LG_2M) {
    for (let page = first; page < first + pages; page++)
      if (!isShared(rmp, page) || !hasSharedSize(rmp, page, RmpSize.size4K, assumptions)) return false;
    return true;
  }
  if (!hasSharedSize(rmp, spa, RmpSize.size2M, assumptions)) return false;
  return assumptions.T0_2M_NEEDS_ALL_512_SHARED ? isRegionShared(rmp, first) : isShared(rmp, spa);
}

/** Page_Size of the region's base entry means something for shared memory only where T0_SIZE_BIT_IGNORED is false. */
function hasSharedSize(rmp: RmpView, page: number, size: RmpSize, assume: RmpAssumptions): boolean {
  if (assume.T0_SIZE_BIT_IGNORED || !rmp.covered(page)) return true;
  return rmp.own(regionOf(page))?.size === size;
}

/** The single conditions of the private check, each true or false of the target's effective entry. */
export interface PrivateCheck {
  readonly owner: boolean;
  readonly address: boolean;
  readonly mutable: boolean;
  readonly size: boolean;
  readonly validated: boolean;
  readonly vmpl: boolean;
}

/** The check of T=1 below vTOM. A granule between 4K and 2M passes if each of its pages does. */
export function checkPrivate(
  rmp: RmpView,
  assume: RmpAssumptions,
  sdte: Sdte,
  target: Target,
  anySize = false,
): PrivateCheck {
  const { spa, gpa, granuleLg } = target;
  if (granuleLg >= LG_2M || granuleLg === LG_4K) return checkPage(rmp, assume, sdte, target, spa, gpa, anySize);
  const pages = pagesOf(granuleLg);
  const first = Math.floor(spa / pages) * pages;
  let all: PrivateCheck = { owner: true, address: true, mutable: true, size: true, validated: true, vmpl: true };
  for (let page = first; page < first + pages; page++)
    all = both(all, checkPage(rmp, assume, sdte, target, page, gpa + page - spa, anySize));
  return all;
}

const both = (a: PrivateCheck, b: PrivateCheck): PrivateCheck => ({
  owner: a.owner && b.owner,
  address: a.address && b.address,
  mutable: a.mutable && b.mutable,
  size: a.size && b.size,
  validated: a.validated && b.validated,
  vmpl: a.vmpl && b.vmpl,
});

function checkPage(
  rmp: RmpView,
  assume: RmpAssumptions,
  sdte: Sdte,
  { granuleLg, write }: Target,
  spa: number,
  gpa: number,
  anySize: boolean,
): PrivateCheck {
  const entry = rmp.effective(spa);
  if (entry === null)
    return { owner: false, address: false, mutable: false, size: false, validated: false, vmpl: false };
  const is2M = entry.size === RmpSize.size2M;
  const mask = entry.masks[sdte.vmpl] ?? 0;
  const reads = (mask & VmplBit.read) !== 0;
  return {
    owner: entry.assigned && entry.asid === sdte.asid,
    address: is2M ? regionOf(entry.gpa) === regionOf(gpa) : entry.gpa === gpa,
    mutable: !entry.immutable,
    size: anySize || sizeFits(is2M, granuleLg, assume),
    validated: entry.validated || assume.T1_NOT_VALIDATED === 'allow',
    // Write without read forbids both (rmp.md 1.1).
    vmpl: !assume.T1_VMPL_CHECKED || (reads && (!write || (mask & VmplBit.write) !== 0)),
  };
}

function sizeFits(is2M: boolean, granuleLg: number, assume: RmpAssumptions): boolean {
  // No entry is as large as a leaf that is checked as a whole.
  if (granuleLg > LG_2M) return false;
  if (granuleLg === LG_2M) return is2M;
  return !is2M || assume.T1_4K_S2_UNDER_2M_RMP === 'allow';
}

/** True if every condition holds. */
export const isGranted = (check: PrivateCheck): boolean =>
  check.owner && check.address && check.mutable && check.size && check.validated && check.vmpl;
