/** RMPUPDATE: rmp.md 2.1. */
import { PAGE_BYTES } from '../../vocabulary/units';
import { REGION_PAGES, RmpSize, type GpaPage, type RmpEntry, type SpaPage } from '../../vocabulary/rmp/entry';
import type { RmpNewState, RmpUpdateOp } from '../../vocabulary/rmp/op';
import { RmpCode, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { isPageAligned, isRegionAligned, pageOfSpa } from '../address';
import { baseOf, gpaField } from '../entry';
import { anyCode, SUCCESS, UNDEFINED, withCode } from '../outcome';
import type { RmpMachineState } from '../state';

const isFirmwareTuple = (to: RmpNewState): boolean => to.assigned && to.asid === 0 && to.immutable;

/** Check 2 as far as it concerns the address: without an address there is no entry to check further. */
function namesNoEntry(rmp: RmpMachineState, { spa, to }: RmpUpdateOp): boolean {
  return (
    !isPageAligned(spa) ||
    !rmp.table.covered(pageOfSpa(rmp.table, spa)) ||
    (to.size === RmpSize.size2M && !isRegionAligned(spa))
  );
}

/** Check 2 as far as it concerns the new state. */
function hasBadInput(rmp: RmpMachineState, to: RmpNewState): boolean {
  const { assume, config } = rmp;
  if (to.reserved || to.asid > config.maxAsid || !isPageAligned(to.gpa)) return true;
  if (to.size === RmpSize.size2M && !isRegionAligned(to.gpa) && assume.RMPUPDATE_GPA_ALIGN_2M === 'FAIL_INPUT')
    return true;
  if (!to.assigned && (to.asid !== 0 || to.immutable)) return assume.RMPUPDATE_HVFIXED_TUPLE === 'FAIL_INPUT';
  if (to.assigned && to.asid === 0 && !to.immutable) return assume.RMPUPDATE_RECLAIM_TUPLE === 'FAIL_INPUT';
  return isFirmwareTuple(to) && to.gpa !== 0 && assume.RMPUPDATE_FIRMWARE_GPA === 'FAIL_INPUT';
}

/** Check 3: another CPU or the firmware is at work, or VMRUN uses a page of the entry. */
function isInUse(rmp: RmpMachineState, page: SpaPage, size: RmpSize): boolean {
  if (rmp.isBusy(page)) return true;
  if (rmp.inUse.size === 0) return false;
  const base = baseOf(page);
  return size === RmpSize.size2M || rmp.table.region(base).large ? rmp.regionInUse(base) : rmp.inUse.has(page);
}

/** Check 4: eff(p) for 4K, any eff(b+i) for 2M. */
function isImmutable(rmp: RmpMachineState, page: SpaPage, size: RmpSize): boolean {
  const region = rmp.table.region(baseOf(page));
  if (region.large) return region.entry.immutable;
  if (size === RmpSize.size2M) return region.entries.some((entry) => entry.immutable);
  if (region.entries[page % REGION_PAGES]!.immutable) return true;
  return rmp.assume.RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB && region.entries[0]!.immutable;
}

/** Check 5. */
function overlaps(rmp: RmpMachineState, page: SpaPage, size: RmpSize): boolean {
  const region = rmp.table.region(baseOf(page));
  if (size === RmpSize.size2M) {
    if (region.large) return false;
    if (region.subCount > 0) return true;
    return region.entries[0]!.assigned && rmp.assume.RMPUPDATE_4K_BASE_TO_2M === 'overlap';
  }
  if (!region.large) return false;
  return page % REGION_PAGES !== 0 || rmp.assume.RMPUPDATE_BASE_2M_TO_4K === 'overlap';
}

/** The codes of all checks that fail, in the order of 2.1. */
function failures(rmp: RmpMachineState, op: RmpUpdateOp): readonly number[] {
  const codes: number[] = [];
  // Check 1
  if (op.asid !== 0) codes.push(RmpCode.failPermission);
  // Check 2
  if (namesNoEntry(rmp, op)) {
    codes.push(RmpCode.failInput);
    return codes;
  }
  if (hasBadInput(rmp, op.to)) codes.push(RmpCode.failInput);
  const page = pageOfSpa(rmp.table, op.spa);
  // Check 3
  if (isInUse(rmp, page, op.to.size)) codes.push(RmpCode.failInUse);
  // Check 4: the code of check 1 again, named once.
  if (isImmutable(rmp, page, op.to.size) && op.asid === 0) codes.push(RmpCode.failPermission);
  // Check 5
  if (overlaps(rmp, page, op.to.size)) codes.push(RmpCode.failOverlap);
  return codes;
}

/** The GPA that is written: RMPUPDATE_FIRMWARE_GPA for pages given to the firmware. */
const newGpa = (rmp: RmpMachineState, to: RmpNewState): GpaPage =>
  isFirmwareTuple(to) && rmp.assume.RMPUPDATE_FIRMWARE_GPA === 'zeroed' ? 0 : gpaField(to.gpa / PAGE_BYTES);

/** Effect, assigned: what is kept of `old` if neither owner, GPA nor size changes. */
function assignedEntry(rmp: RmpMachineState, to: RmpNewState, old: RmpEntry): RmpEntry {
  const gpa = newGpa(rmp, to);
  const same = old.assigned && old.asid === to.asid && old.gpa === gpa && old.size === to.size;
  const keeps = same && rmp.assume.RMPUPDATE_SAME_KEEPS_VALIDATED;
  return {
    assigned: true,
    size: to.size,
    immutable: to.immutable,
    gpa,
    asid: to.asid,
    vmsa: keeps && old.vmsa,
    validated: keeps && old.validated,
    masks: keeps ? old.masks : to.asid > 0 ? rmp.guestMasks : rmp.noMasks,
  };
}

/** Effect, unassigned: all zero, but for what two switches keep. */
function unassignedEntry(rmp: RmpMachineState, to: RmpNewState): RmpEntry {
  const zeroes = rmp.assume.UNASSIGN_ZEROES_ENTRY;
  // `immutable` gets here only under RMPUPDATE_HVFIXED_TUPLE = 'accept'. The ASID never does (RMP-010).
  if (zeroes && !to.immutable) return rmp.hypervisorEntry;
  return {
    ...rmp.hypervisorEntry,
    immutable: to.immutable,
    size: zeroes ? RmpSize.size4K : to.size,
    gpa: zeroes ? 0 : gpaField(to.gpa / PAGE_BYTES),
  };
}

function apply2M(rmp: RmpMachineState, base: SpaPage, to: RmpNewState): void {
  if (to.assigned) {
    rmp.table.setLarge(base, assignedEntry(rmp, to, rmp.table.stored(base)));
    return;
  }
  const rest: RmpEntry = to.immutable ? { ...rmp.hypervisorEntry, immutable: true } : rmp.hypervisorEntry;
  const entries = new Array<RmpEntry>(REGION_PAGES).fill(rest);
  entries[0] = unassignedEntry(rmp, to);
  rmp.table.setSmall(base, entries);
}

function apply4K(rmp: RmpMachineState, page: SpaPage, to: RmpNewState): void {
  const { table } = rmp;
  const base = baseOf(page);
  const entry = to.assigned ? assignedEntry(rmp, to, table.stored(page)) : unassignedEntry(rmp, to);
  if (table.region(base).large) {
    // RMPUPDATE_BASE_2M_TO_4K = 'resize', read as remove, then assign (9.10).
    const entries = new Array<RmpEntry>(REGION_PAGES).fill(rmp.hypervisorEntry);
    entries[0] = entry;
    table.setSmall(base, entries);
    return;
  }
  table.setPage(page, entry);
  // UNASSIGN_ZEROES_ENTRY = false: a 4K update anywhere in the region clears E[b].page_size (0.5).
  const first = table.stored(base);
  if (page !== base && first.size === RmpSize.size2M) table.setPage(base, { ...first, size: RmpSize.size4K });
}

/** One RMPUPDATE. */
export function rmpupdate(rmp: RmpMachineState, op: RmpUpdateOp): RmpOutcome {
  if (!rmp.cpuSnpEnabled) return UNDEFINED;
  const codes = failures(rmp, op);
  if (codes.length !== 0) return rmp.assume.RMPUPDATE_ERR_ORDER === 'any-of' ? anyCode(codes) : withCode(codes[0]!);
  const page = pageOfSpa(rmp.table, op.spa);
  if (op.to.size === RmpSize.size2M) apply2M(rmp, page, op.to);
  else apply4K(rmp, page, op.to);
  return SUCCESS;
}
