import { Errno } from '../../../../model/vocabulary/errno';
import { pagesOf } from '../arithmetic';
import type { MapParts } from '../parts';

/** page-tables.md 3.3 step by step: all that can be refused without a change comes first. */
const mapRange: MapParts['mapRange'] = (d) => {
  const checks = d.bound.mapChecks;
  for (let i = 0; i < checks.length; i++) {
    const refused = checks[i]!(d);
    if (refused !== 0) return refused;
  }
  d.mapGather.clear();
  d.pathLevel = -1;
  const ret = d.parts.placeLeaves(d);
  d.parts.finishMap(d);
  return ret;
};

/** Step 8: greedy (3.2), ascending; the first failure stops. */
const placeLeaves: MapParts['placeLeaves'] = (d) => {
  const { first, oa, len } = d.request;
  for (let done = 0; done < len;) {
    d.tick();
    const lg = d.parts.bestSize(d, first + done, oa + done, len - done);
    if (lg < 0) return Errno.ENXIO;
    const failed = d.parts.placeLeaf(d, first + done, oa + done, lg);
    if (failed !== 0) return failed;
    const pages = pagesOf(lg);
    d.parts.accountMapped(d, pages);
    done += pages;
  }
  return 0;
};

/** Step 10: added to, never zeroed. */
const accountMapped: MapParts['accountMapped'] = (d, pages) => {
  d.mapped += pages;
};

/** Step 9. */
const finishMap: MapParts['finishMap'] = (d) => {
  if (d.mapGather.tables.length > 0) d.parts.gatherSync(d, d.mapGather);
};

export const mapRangeParts: Pick<MapParts, 'mapOrder' | 'mapRange' | 'placeLeaves' | 'accountMapped' | 'finishMap'> = {
  // page-tables.md PT-072.
  mapOrder: [
    'checkProt',
    'checkOaStart',
    'checkZeroLength',
    'checkOaEnd',
    'checkOverflow',
    'checkAlignment',
    'checkLength',
    'ensureReach',
  ],
  mapRange,
  placeLeaves,
  accountMapped,
  finishMap,
};
