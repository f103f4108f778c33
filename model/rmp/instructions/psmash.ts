/** PSMASH: rmp.md 2.2. */
import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../../vocabulary/rmp/entry';
import type { PsmashOp } from '../../vocabulary/rmp/op';
import { RmpCode, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { isRegionAligned, pageOfSpa } from '../address';
import { resized } from '../entry';
import { anyCode, FAIL_INPUT, FAIL_PERMISSION, SUCCESS, UNDEFINED, withCode } from '../outcome';
import type { RmpMachineState } from '../state';

/** Codes 2 and 7 are both seen as possible for an immutable 2M entry (0.4, PSMASH_IMMUTABLE). */
const IMMUTABLE_CODES = [RmpCode.failPermission, RmpCode.failNotSuitable];

/** 512 entries of 4K with consecutive GPAs, every other field copied. */
export function smashedEntries(entry: RmpEntry): RmpEntry[] {
  const entries: RmpEntry[] = [];
  for (let i = 0; i < REGION_PAGES; i++) entries.push(resized(entry, entry.gpa + i, RmpSize.size4K));
  return entries;
}

/** Checks 3 and 4 and the effect, for the covered region of `base`: what PSMASH and PSMASH_IO share. */
export function smash(rmp: RmpMachineState, base: SpaPage): RmpOutcome {
  // Check 3
  if (rmp.isBusy(base) || rmp.regionInUse(base)) return withCode(RmpCode.failInUse);
  // Check 4
  const region = rmp.table.region(base);
  if (!region.large) return withCode(rmp.assume.PSMASH_NOT_2M_CODE);
  if (region.entry.immutable && rmp.assume.PSMASH_IMMUTABLE === 'fail') return anyCode(IMMUTABLE_CODES);
  rmp.table.setSmall(base, smashedEntries(region.entry));
  return SUCCESS;
}

/** One PSMASH. */
export function psmash(rmp: RmpMachineState, op: PsmashOp): RmpOutcome {
  if (!rmp.cpuSnpEnabled) return UNDEFINED;
  // Check 1
  if (op.asid !== 0) return FAIL_PERMISSION;
  // Check 2
  const base = pageOfSpa(rmp.table, op.spa);
  if (!isRegionAligned(op.spa) || !rmp.table.covered(base)) return FAIL_INPUT;
  return smash(rmp, base);
}
