import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpUpdateOp } from '../../../model/vocabulary/rmp/op';
import { RmpCode, type RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpStep } from '../rule';
import { baseOf, isCovered, isPageAligned, isRegionAligned, pageOf } from './_address';
import { effectiveOf, hasOwnSubPage, isTwoM } from './_entry';

const PAGE_BYTES = 4096;
const REGION_BYTES = PAGE_BYTES * REGION_PAGES;

/** True if an input of RMPUPDATE is wrong whatever the table holds: rmp.md 2.1 check 2. */
export function isMalformed(config: RmpConfig, { spa, to }: RmpUpdateOp): boolean {
  const { assumptions } = config;
  if (!isPageAligned(spa) || !isCovered(config, pageOf(config, spa))) return true;
  if (to.reserved || to.asid > config.maxAsid || !isPageAligned(to.gpa)) return true;
  if (to.size === RmpSize.size2M) {
    if (!isRegionAligned(spa)) return true;
    if (assumptions.RMPUPDATE_GPA_ALIGN_2M === 'FAIL_INPUT' && to.gpa % REGION_BYTES !== 0) return true;
  }
  if (!to.assigned) {
    return (to.asid !== 0 || to.immutable) && assumptions.RMPUPDATE_HVFIXED_TUPLE === 'FAIL_INPUT';
  }
  if (to.asid !== 0) return false;
  if (!to.immutable) return assumptions.RMPUPDATE_RECLAIM_TUPLE === 'FAIL_INPUT';
  return to.gpa !== 0 && assumptions.RMPUPDATE_FIRMWARE_GPA === 'FAIL_INPUT';
}

/** True if an entry that the update would replace may not be changed: rmp.md 2.1 check 4. */
export function hitsImmutable(config: RmpConfig, before: RmpView, { spa, to }: RmpUpdateOp): boolean {
  const page = pageOf(config, spa);
  const base = baseOf(page);
  if (!isCovered(config, page)) return false;
  if (to.size === RmpSize.size4K) {
    const blocksSub = config.assumptions.RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB && before.own(base)!.immutable;
    return blocksSub || effectiveOf(before, page)!.immutable;
  }
  if (isTwoM(before, base)) return before.own(base)!.immutable;
  for (let at = base; at < base + REGION_PAGES; at++) if (before.own(at)!.immutable) return true;
  return false;
}

/** True if the update would leave 2M and 4K entries in one region: rmp.md 2.1 check 5. */
export function overlaps(config: RmpConfig, before: RmpView, { spa, to }: RmpUpdateOp): boolean {
  const page = pageOf(config, spa);
  const base = baseOf(page);
  if (!isCovered(config, page)) return false;
  if (to.size === RmpSize.size2M) return hasOwnSubPage(before, base) || baseBlocks(config, before, base);
  if (!isTwoM(before, base)) return false;
  return page !== base || config.assumptions.RMPUPDATE_BASE_2M_TO_4K === 'overlap';
}

const baseBlocks = (config: RmpConfig, before: RmpView, base: SpaPage): boolean =>
  config.assumptions.RMPUPDATE_4K_BASE_TO_2M === 'overlap' &&
  before.own(base)!.assigned &&
  before.own(base)!.size === RmpSize.size4K;

/** Every code that rmp.md 2.1 gives for this update in this state; FAIL_INUSE, which only a history tells, left out. */
export function refusalsOf({ config, before }: RmpStep, op: RmpUpdateOp): readonly number[] {
  const codes: number[] = [];
  if (op.asid !== 0) codes.push(RmpCode.failPermission);
  if (isMalformed(config, op)) codes.push(RmpCode.failInput);
  if (hitsImmutable(config, before, op)) codes.push(RmpCode.failPermission);
  if (overlaps(config, before, op)) codes.push(RmpCode.failOverlap);
  return codes;
}

/**
 * True if RMPUPDATE was refused with one of the codes of the checks that fail, or with FAIL_INUSE: where several fail,
 * which is told first is open (`RMPUPDATE_ERR_ORDER`).
 */
export const isRefusedRightly = (step: RmpStep, op: RmpUpdateOp): boolean =>
  step.outcome.code === RmpCode.failInUse || refusalsOf(step, op).includes(step.outcome.code);

/** True if the instruction was carried out. */
export const succeeded = ({ code, fault }: RmpOutcome): boolean => code === RmpCode.success && fault === null;
