import type { AssumptionChoices, AssumptionName, Subject } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { pagesOf } from './arithmetic';
import type { Parts } from './parts';
import { standardParts } from './standard-parts';
import { inBoxSubject } from './subject';

/**
 * What each position of an assumption changes. The first position of each is what `standardParts` does; positions
 * that only the judge looks at (AMB-ERR-PRIORITY, AMB-CBIT-READBACK) change nothing here.
 */
const POSITIONS: { readonly [N in AssumptionName]?: { readonly [position: string]: Partial<Parts> } } = {
  'AMB-LEN': {
    einval: {
      // Only iommu_map: the bare op is out of contract there.
      coreMapNosync: (d, flags) => {
        const ret = standardParts.coreMapNosync(d, flags);
        return ret === Errno.ENXIO && standardParts.checkLength(d) !== 0 ? Errno.EINVAL : ret;
      },
    },
  },
  'AMB-LEN0': {
    noop: {
      coreMap: (d, flags) => {
        if (!d.request.isEmpty) return standardParts.coreMap(d, flags);
        return d.parts.coreAccepts(d, flags) ? 0 : Errno.EINVAL;
      },
    },
  },
  'AMB-PA-HAS-C': {
    strict: {
      checkOaStart: (d) => {
        const { oa } = d.request;
        const lo = ((oa % 2 ** 20) * 4096) & d.sme.lo;
        const hi = Math.floor(oa / 2 ** 20) & d.sme.hi;
        return (lo | hi) !== 0 ? Errno.EINVAL : standardParts.checkOaStart(d);
      },
    },
  },
  'AMB-UNMAP-LARGER': {
    refuse: {
      mayRemoveLeaf: (d, page, lg) => {
        const end = page + pagesOf(lg) - 1;
        const { last, lastOffset } = d.walk;
        const isWhole = end < last || (end === last && lastOffset === 4095);
        return isWhole && standardParts.mayRemoveLeaf(d, page, lg);
      },
    },
  },
};

/** The parts that differ from the standard ones under `assumptions`. */
export function partsFor(assumptions: AssumptionChoices): Partial<Parts> {
  const chosen = Object.entries(assumptions).map(([name, position]) => POSITIONS[name as AssumptionName]?.[position]);
  return Object.assign({}, ...chosen) as Partial<Parts>;
}

/** The in-box implementation with the given positions. */
export const inBoxFor = (assumptions: AssumptionChoices): Subject => inBoxSubject(partsFor(assumptions));
