import { pagesOf } from '../../../../model/vocabulary/units';
import type { RmpCheckParts } from '../parts/check';

const passingGranule: RmpCheckParts['passingGranule'] = (d, spa, gpa, granule, write) => {
  const { parts } = d;
  if (parts.rmpAllows(d, spa, gpa, granule, write)) return granule;
  return parts.mayRetry(d, granule) && parts.rmpAllows(d, spa, gpa, 12, write) ? 12 : 0;
};

/** TR3: IO_NO_4K_RETRY. */
const mayRetry: RmpCheckParts['mayRetry'] = (d, granule) => granule === 21 && !d.assume.IO_NO_4K_RETRY;

const rmpAllows: RmpCheckParts['rmpAllows'] = (d, spa, gpa, granule, write) => {
  const { parts } = d;
  if (!d.rmp.iommuSnpEnabled) return true;
  if (d.t === 0 || parts.isAboveVtom(d, gpa)) {
    return (!write && !parts.sharedReadIsChecked(d)) || parts.checkShared(d, spa, granule);
  }
  return parts.checkPrivate(d, spa, gpa, granule, write);
};

/** RMP-090: IOTLB_STALE_GRANTS. */
const hitIsChecked: RmpCheckParts['hitIsChecked'] = (d) => !d.assume.IOTLB_STALE_GRANTS;

const sharedReadIsChecked: RmpCheckParts['sharedReadIsChecked'] = (d) => d.assume.T0_READ_CHECKED;

/** One granule of 4K or 2M; the whole leaf where a switch says so. */
const checkShared: RmpCheckParts['checkShared'] = (d, spa, granule) => {
  const base = d.parts.roundDown(spa, granule);
  if (granule === 12 || (granule === 21 && d.assume.T0_2M_NEEDS_ALL_512_SHARED)) return d.rmp.checkT0(base, granule);
  // T0_2M_NEEDS_ALL_512_SHARED = false: the target alone.
  if (granule === 21) return d.rmp.checkT0(spa, granule);
  if (granule > 21) return d.rmp.allHypervisors(base, pagesOf(granule));
  for (let page = base; page < base + pagesOf(granule); page++) if (!d.rmp.checkT0(page, 12)) return false;
  return true;
};

/** No RMP entry is larger than 2M; a whole leaf below that must pass page by page. */
const checkPrivate: RmpCheckParts['checkPrivate'] = (d, spa, gpa, granule, write) => {
  const { asid, vmpl } = d.route;
  if (granule > 21) return false;
  if (granule === 12 || granule === 21) {
    return d.rmp.checkT1(spa, gpa, d.parts.isFixedUp(d) ? 0 : granule, asid, vmpl, write);
  }
  const first = d.parts.roundDown(spa, granule);
  const firstGpa = d.parts.roundDown(gpa, granule);
  for (let i = 0; i < pagesOf(granule); i++) {
    if (!d.rmp.checkT1(first + i, firstGpa + i, 12, asid, vmpl, write)) return false;
  }
  return true;
};

/** T1_VTOM_SPLITS; vTOM itself is shared. */
const isAboveVtom: RmpCheckParts['isAboveVtom'] = (d, gpa) =>
  d.assume.T1_VTOM_SPLITS && d.route.vtom >= 0 && gpa >= d.route.vtom;

export const rmpCheckParts: RmpCheckParts = {
  passingGranule,
  mayRetry,
  rmpAllows,
  hitIsChecked,
  sharedReadIsChecked,
  checkShared,
  checkPrivate,
  isAboveVtom,
};
