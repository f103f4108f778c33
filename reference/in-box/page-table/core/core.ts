import { Errno } from '../../../../model/vocabulary/errno';
import { OpFlag } from '../../../../model/vocabulary/op';
import type { Domain } from '../domain';
import type { CoreParts } from '../parts';

const isGenericPt = (d: Domain): boolean => d.config.contract === 'generic-pt';

/** page-tables.md 3.11. */
const coreMap: CoreParts['coreMap'] = (d, flags) => {
  const { first, firstOffset, len, lenOffset } = d.request;
  const failed = d.parts.coreMapNosync(d, flags);
  if (failed !== 0) return failed;
  return d.parts.coreSyncMap(d, first, firstOffset, len, lenOffset, flags);
};

const coreMapNosync: CoreParts['coreMapNosync'] = (d, flags) => {
  d.mapped = 0;
  if (!d.parts.coreAccepts(d, flags)) return Errno.EINVAL;
  if (!isGenericPt(d)) return d.parts.classicMap(d);
  const failed = d.parts.mapRange(d);
  if (failed !== 0) d.parts.coreRollback(d);
  return failed;
};

/** The classic core looks at gfp first and refuses other domains without a warning (in classicMap). */
const coreAccepts: CoreParts['coreAccepts'] = (d, flags) => {
  const badGfp = (flags & OpFlag.badGfp) !== 0;
  const badDomain = isGenericPt(d) && (d.config.domainType !== 'paging' || d.minPages === 0);
  if (!badGfp && !badDomain) return true;
  d.warnings++;
  return false;
};

const coreRollback: CoreParts['coreRollback'] = (d) => {
  d.parts.coreUnmap(d, d.request.first, d.request.firstOffset, d.mapped, 0);
};

const coreSyncMap: CoreParts['coreSyncMap'] = (d, iova, iovaOffset, len, lenOffset, flags) => {
  // Other domains than paging ones have no such op.
  if (d.config.domainType !== 'paging') return 0;
  if ((flags & OpFlag.syncMapFails) !== 0) {
    d.parts.coreUnmap(d, iova, iovaOffset, len, lenOffset);
    return Errno.ENOMEM;
  }
  d.walk.setRange(iova, iovaOffset, len, lenOffset);
  if (d.walk.isEmpty) return 0;
  d.parts.syncMap(d, iova, iovaOffset, d.walk.last, d.walk.lastOffset);
  return 0;
};

const coreUnmap: CoreParts['coreUnmap'] = (d, iova, iovaOffset, len, lenOffset) => {
  const isPaging = d.config.domainType === 'paging';
  const isUsable = isPaging && d.minPages !== 0;
  if (!isUsable && (isPaging || isGenericPt(d))) d.warnings++;
  // The classic core syncs even after it refused an empty bitmap; other domains have no sync.
  if (!isUsable && (isGenericPt(d) || !isPaging)) return 0;
  d.walk.setRange(iova, iovaOffset, len, lenOffset);
  const removed = isGenericPt(d) ? d.parts.unmapRange(d, d.coreGather) : d.parts.classicUnmap(d, d.coreGather);
  d.parts.gatherSync(d, d.coreGather);
  return removed;
};

const coreIovaToPhys: CoreParts['coreIovaToPhys'] = (d, page) => {
  if (d.config.domainType === 'identity') return page as number;
  if (d.config.domainType === 'blocked') return -1;
  return d.parts.iovaToPhys(d, page);
};

export const coreParts: Pick<
  CoreParts,
  'coreMap' | 'coreMapNosync' | 'coreAccepts' | 'coreRollback' | 'coreSyncMap' | 'coreUnmap' | 'coreIovaToPhys'
> = { coreMap, coreMapNosync, coreAccepts, coreRollback, coreSyncMap, coreUnmap, coreIovaToPhys };
