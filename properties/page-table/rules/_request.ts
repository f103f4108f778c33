import { Status, type IovaPage, type Leaf, type OaPage } from '../../../model/vocabulary';
import { RangeKind, type Step } from '../step';
import { LG_PAGES, isAligned } from './_range';

const STOPPED = Status.bug | Status.fault | Status.hang;

/** `requestedOa` of a page that the op did not ask for. */
export const NOWHERE = -1;

/** True if the op did not come to its end: its results mean nothing. */
export const crashed = (step: Step): boolean => (step.outcome.status & STOPPED) !== 0;

/**
 * True if the contract says page for page what the request maps. io-pgtable truncates, aliases or wraps what is
 * misaligned, too large or beyond the aperture (page-tables.md 5.1, 5.2; 5.3 rows 11-16 and 26).
 */
export function isDefinedRequest(step: Step): boolean {
  const { config, op } = step;
  if (config.contract === 'generic-pt') return true;
  if (step.range !== RangeKind.proper || step.last > step.lastAperturePage) return false;
  if ((op.iovaOffset | op.oaOffset) !== 0) return false;
  if (op.oa + (step.last - step.first) >= LG_PAGES[config.oasz]!) return false;
  if (op.pageLg === 0) return true;
  const pages = LG_PAGES[op.pageLg]!;
  return step.sizes.includes(op.pageLg) && isAligned(op.iova, pages) && isAligned(op.oa, pages);
}

/** True if the leaf lies inside the range of the op. */
export const isInRequest = (leaf: Leaf, step: Step): boolean =>
  leaf.page >= step.first && leaf.page + LG_PAGES[leaf.lg]! - 1 <= step.last;

/** True if `leaf` is a whole entry of a request that its contract defines. */
export const isJudgeable = (leaf: Leaf, step: Step): boolean =>
  leaf.found === leaf.items && !crashed(step) && isDefinedRequest(step);

/** The output page that the op asks for at `page`; NOWHERE if it does not ask for that page. */
export function requestedOa(step: Step, page: IovaPage): OaPage {
  let delta = page - step.first;
  if (delta < 0 || page > step.last) return NOWHERE;
  const { segments, oa } = step.op;
  if (segments === null) return oa + delta;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!;
    if ((segment.oaOffset | segment.lenOffset) !== 0) return NOWHERE;
    if (delta < segment.len) return segment.oa + delta;
    delta -= segment.len;
  }
  return NOWHERE;
}

/** True if `oa` has the C-bit's position set (PT-029). */
export function carriesSme(step: Step, oa: OaPage): boolean {
  const { smeBit } = step.config;
  return smeBit !== null && Math.floor(oa / LG_PAGES[smeBit]!) % 2 === 1;
}
