import type { OaPage, PageCount } from '../../../../model/vocabulary';
import { Errno } from '../../../../model/vocabulary/errno';
import { Prot } from '../../../../model/vocabulary/prot';
import { within } from '../arithmetic';
import type { MapCheckParts } from '../parts';

/** page-tables.md 3.3 step 1. */
const checkProt: MapCheckParts['checkProt'] = (d) => {
  if ((d.request.prot & (Prot.READ | Prot.WRITE)) !== 0) return 0;
  d.warnings++;
  return Errno.EINVAL;
};

/** Is byte (page, offset) at or above 2^oasz? A page at which the sum rounds is far above. */
const isBeyondOasz = (page: OaPage, offset: number, oaPages: PageCount): boolean => page + offset / 4096 >= oaPages;

/** Step 2. */
const checkOaStart: MapCheckParts['checkOaStart'] = (d) =>
  isBeyondOasz(d.request.oa, d.request.oaOffset, d.oaPages) ? Errno.ERANGE : 0;

/** Step 4. */
const checkZeroLength: MapCheckParts['checkZeroLength'] = (d) => (d.request.isEmpty ? Errno.EINVAL : 0);

/** Step 4b. */
const checkOaEnd: MapCheckParts['checkOaEnd'] = (d) => {
  const { oa, oaOffset, len, lenOffset } = d.request;
  return isBeyondOasz((oa + len) as OaPage, oaOffset + lenOffset - 1, d.oaPages) ? Errno.ERANGE : 0;
};

/** Step 5. */
const checkOverflow: MapCheckParts['checkOverflow'] = (d) => (d.request.wraps ? Errno.EOVERFLOW : 0);

/** Step 6: a size must fit at the start. */
const checkAlignment: MapCheckParts['checkAlignment'] = (d) => {
  const { first, firstOffset, oa, oaOffset, len } = d.request;
  if ((firstOffset | oaOffset) !== 0) return Errno.ENXIO;
  return d.parts.bestSize(d, first, oa, len) < 0 ? Errno.ENXIO : 0;
};

/** The intent of step 6 for the tail: without it no size fits there (3.12, PT-064). */
const checkLength: MapCheckParts['checkLength'] = (d) => {
  const { len, lenOffset } = d.request;
  return lenOffset !== 0 || (d.minPages > 1 && within(len, d.minPages) !== 0) ? Errno.ENXIO : 0;
};

/** Step 7. */
const ensureReach: MapCheckParts['ensureReach'] = (d) => {
  if (d.isV1) return d.parts.growTop(d);
  return d.inRange(d.request.first, d.request.last) ? 0 : Errno.ERANGE;
};

export const mapCheckParts: MapCheckParts = {
  checkProt,
  checkOaStart,
  checkZeroLength,
  checkOaEnd,
  checkOverflow,
  checkAlignment,
  checkLength,
  ensureReach,
};
