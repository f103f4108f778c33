import { EventFlag } from '../../../../model/vocabulary/device-access/outcome';
import { pagesOf } from '../../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../in-box';
import type { RequestParts } from '../parts/check';

const PRESENT_PERMISSION = (1 << EventFlag.present) | (1 << EventFlag.permission);

/** rmp.md 4.3. The request is in `d`; what it gave is left there. */
const dma: RequestParts['dma'] = (d) => {
  const { parts } = d;
  if (!(d.t === 0 ? parts.routeUntrusted(d) : parts.routeTrusted(d))) return false;
  if (parts.fenceBlocks(d)) return false;
  const cached = parts.iotlbLookup(d);
  if (cached !== null) return parts.useCached(d, cached);
  if (!parts.translateRequest(d)) return false;
  const s1Lg = d.route.hasS1 ? d.s1Lg : 0;
  const wanted = parts.granuleOf(d, parts.checkedLeaf(d, s1Lg, d.s2Lg));
  const granule = parts.passingGranule(d, d.s2Page, d.s1Page, wanted, d.write);
  if (granule === 0) return parts.refuse(d, d.s1Page);
  d.reachLg = parts.reachOf(d, s1Lg, d.s2Lg, granule);
  parts.iotlbFill(d, granule, d.reachLg);
  return succeed(d, d.s2Page, d.s1Page);
};

function succeed(d: InBoxDeviceAccess, spa: number, gpa: number): true {
  d.spa = spa;
  d.gpa = gpa;
  if (d.write) d.parts.noteDmaWrite(d, spa);
  return true;
}

/** A hit keeps the translation, not the verdict. */
const useCached: RequestParts['useCached'] = (d, cached) => {
  const { parts } = d;
  const inside = d.iova - cached.iova;
  const gpa = cached.gpa + inside;
  const spa = cached.spa + inside;
  d.hit = true;
  if (!(d.write ? cached.write : cached.read)) {
    if (!(d.write ? cached.hostWrite : cached.hostRead)) return parts.hostFault(d, PRESENT_PERMISSION);
    parts.ioPageFault(d, PRESENT_PERMISSION);
    return false;
  }
  let { reachLg } = cached;
  if (parts.hitIsChecked(d)) {
    const granule = parts.passingGranule(d, spa, gpa, cached.granuleLg, d.write);
    if (granule === 0) return parts.refuse(d, gpa);
    if (granule !== cached.granuleLg) {
      parts.iotlbNarrow(d, cached, gpa, spa, granule);
      reachLg = Math.min(reachLg, granule);
    }
  }
  d.reachLg = reachLg;
  return succeed(d, spa, gpa);
};

/** Both stages, then the permissions of the whole walk. */
const translateRequest: RequestParts['translateRequest'] = (d) => {
  const { parts, route } = d;
  if (!route.hasS1) d.s1Page = d.iova;
  else if (!parts.walkS1(d, d.iova)) return false;
  d.gpa = d.s1Page;
  const { s1Lg } = d;
  if (!parts.walkS2(d, d.s1Page)) return false;
  d.s1Lg = s1Lg;
  return (d.write ? parts.mayWrite(d) : parts.mayRead(d)) || parts.hostFault(d, PRESENT_PERMISSION);
};

/** The RMP says no: event, fence, and the IOTLB stays as it is. */
const refuse: RequestParts['refuse'] = (d, gpa) => {
  d.gpa = gpa;
  d.parts.rmpPageFault(d, gpa, d.offset);
  d.parts.fenceOnRmpFault(d);
  return false;
};

const checkedLeaf: RequestParts['checkedLeaf'] = (d, s1Lg, s2Lg) => {
  if (s1Lg === 0 || d.assume.NESTED_CHECK_SIZE === 's2') return s2Lg;
  return d.assume.NESTED_CHECK_SIZE === 's1' ? s1Lg : Math.min(s1Lg, s2Lg);
};

/** TR1, TR2, and the switches that let a leaf count as a whole (rmp.md 0.5). */
const granuleOf: RequestParts['granuleOf'] = (d, leafLg) => {
  if (leafLg === 12 || d.parts.isFixedUp(d)) return 12;
  if (leafLg < 21) return d.assume.IO_SUB2M_AS_4K ? 12 : leafLg;
  const isWhole = leafLg >= 30 ? d.assume.IO_1G_AS_2M === 'fault' : leafLg > 21 && !d.assume.IO_GE2M_ROUND_TO_2M;
  return isWhole ? leafLg : 21;
};

const isFixedUp: RequestParts['isFixedUp'] = (d) =>
  d.route.mode === 0 && d.route.hasS1 && d.rmp.cpuSnpEnabled && d.assume.S1_ONLY_ON_SNP === 'fixed_up';

/** RMP-080, NESTED_IOTLB_REACH. */
const reachOf: RequestParts['reachOf'] = (d, s1Lg, s2Lg, granule) => {
  if (s1Lg === 0) return granule;
  if (d.assume.NESTED_IOTLB_REACH === 's2') return Math.min(d.parts.granuleOf(d, s2Lg), s2Lg);
  return Math.min(s1Lg, s2Lg, granule);
};

const roundDown: RequestParts['roundDown'] = (page, granule) => page - (page % pagesOf(granule));

export const requestParts: RequestParts = {
  dma,
  useCached,
  translateRequest,
  refuse,
  checkedLeaf,
  granuleOf,
  isFixedUp,
  reachOf,
  roundDown,
};
