import { OpKind } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import { RangeKind, type Step } from '../step';
import { LG_PAGES, isAligned } from './_range';
import { lastOa, segmentsAreWhole } from './_map-request';

/**
 * True if the contract takes range and address of the map at face value. generic-pt always does; io-pgtable truncates,
 * aliases or wraps what is misaligned or too large (page-tables.md 5.1, 5.2, 5.3 rows 11-16, 26), and rules about
 * ordinary requests leave that out.
 */
export function isFaceValue(step: Step): boolean {
  const { config, op } = step;
  if (config.contract === 'generic-pt') return true;
  if (step.range !== RangeKind.proper || step.last > step.lastAperturePage) return false;
  if ((op.prot & (Prot.READ | Prot.WRITE)) === 0 || step.sizes.length === 0) return false;
  const limit = LG_PAGES[config.oasz]!;
  if (op.kind === OpKind.iommuMapSg) {
    if (!segmentsAreWhole(op)) return false;
    for (const { oa, len } of op.segments!) if (oa + len > limit) return false;
    return true;
  }
  if ((op.iovaOffset | op.oaOffset | op.lenOffset) !== 0 || lastOa(op) >= limit) return false;
  if (op.kind === OpKind.mapPages && !step.sizes.includes(op.pageLg)) return false;
  const page = LG_PAGES[op.kind === OpKind.mapPages ? op.pageLg : step.sizes[0]!]!;
  return isAligned(op.iova, page) && isAligned(op.oa, page) && isAligned(op.len, page);
}

/** True if the map cannot overwrite anything: generic-pt never does, io-pgtable where nothing was mapped (5.1). */
export const overwritesNothing = (step: Step): boolean =>
  step.config.contract === 'generic-pt' || (isFaceValue(step) && !step.anyLeafBefore(step.first, step.last));
