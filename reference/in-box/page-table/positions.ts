import type { AssumptionChoices, AssumptionName, Subject } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { indexAt, pagesOf, within } from './arithmetic';
import type { Domain } from './domain';
import { LEAF, TABLE } from './item-class';
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
        if (!d.request.isEmpty || d.config.contract !== 'generic-pt') return standardParts.coreMap(d, flags);
        return d.parts.coreAccepts(d, flags) ? 0 : Errno.EINVAL;
      },
    },
  },
  'AMB-PA-HAS-C': {
    strict: {
      checkOaStart: (d) => standardParts.checkOaStart(d) || (startHasCBit(d) ? Errno.EINVAL : 0),
      oldMapPages: (d, lg) => {
        // Refused where a request without permissions is, and with the same errno.
        if (startHasCBit(d)) d.request.prot = 0;
        return standardParts.oldMapPages(d, lg);
      },
    },
  },
  'AMB-UNMAP-LARGER': {
    refuse: {
      refuseUnmap: (d) => standardParts.refuseUnmap(d) || leafGoesOn(d),
    },
  },
};

/** True if the physical address of `d.request` carries the C-bit. */
function startHasCBit(d: Domain): boolean {
  const { oa } = d.request;
  const lo = ((oa % 2 ** 20) * 4096) & d.sme.lo;
  const hi = Math.floor(oa / 2 ** 20) & d.sme.hi;
  return (lo | hi) !== 0;
}

/** True if the leaf at the last page of `d.walk` goes on after that page. */
function leafGoesOn(d: Domain): boolean {
  const { last } = d.walk;
  let table = d.root;
  for (let level = d.top; level >= 0; level--) {
    const at = d.memory.at(table, indexAt(last, level));
    const lo = d.memory.words[at]!;
    const hi = d.memory.words[at + 1]!;
    const itemClass = d.format.classify(d, level, lo, hi);
    if (itemClass !== TABLE)
      return itemClass === LEAF && within(last + 1, pagesOf(d.format.leafLg(d, level, lo, hi))) !== 0;
    table = d.parts.childOf(d, lo, hi);
  }
  return false;
}

/** The parts that differ from the standard ones under `assumptions`. */
export function partsFor(assumptions: AssumptionChoices): Partial<Parts> {
  const chosen = Object.entries(assumptions).map(([name, position]) => POSITIONS[name as AssumptionName]?.[position]);
  return Object.assign({}, ...chosen) as Partial<Parts>;
}

/** The in-box implementation with the given positions. */
export const inBoxFor = (assumptions: AssumptionChoices): Subject => inBoxSubject(partsFor(assumptions));
