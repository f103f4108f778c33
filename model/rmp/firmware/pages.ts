/** Commands that change the state of donated and guest pages: rmp.md 2.7. */
import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../../vocabulary/rmp/entry';
import type { FirmwareOp } from '../../vocabulary/rmp/op';
import { FirmwareStatus, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { isPageAligned, isRegionAligned, pageOfSpa } from '../address';
import { baseOf, resized } from '../entry';
import { anyCode, SUCCESS } from '../outcome';
import type { RmpMachineState } from '../state';
import {
  commandFailure,
  INVALID_ADDRESS,
  INVALID_PAGE_SIZE,
  INVALID_PAGE_STATE,
  INVALID_PARAM,
  INVALID_PLATFORM_STATE,
  isLarge,
} from './status';

type Command<Name extends FirmwareOp['op']> = Extract<FirmwareOp, { readonly op: Name }>;

const RECLAIMABLE = new Set(['Metadata', 'Firmware', 'Pre-Guest', 'Pre-Swap']);
/** Low bits in the address word are reserved bits as much as a bad address; no text says which code comes first. */
const BAD_ADDRESS_WORD = anyCode([FirmwareStatus.invalidAddress, FirmwareStatus.invalidParam]);

/** PAGE_RECLAIM: clears Immutable. */
export function pageReclaim(rmp: RmpMachineState, op: Command<'pageReclaim'>): RmpOutcome {
  if (op.reserved) return INVALID_PARAM;
  if (!rmp.iommuSnpEnabled) return INVALID_PLATFORM_STATE;
  const page = pageOfSpa(rmp.table, op.spa);
  if (!isPageAligned(op.spa)) return BAD_ADDRESS_WORD;
  if (!rmp.table.covered(page)) return INVALID_ADDRESS;
  if (isLarge(rmp, page) !== (op.size === RmpSize.size2M)) return INVALID_PAGE_SIZE;
  if (op.size === RmpSize.size2M && !isRegionAligned(op.spa)) return INVALID_ADDRESS;
  const entry = rmp.table.stored(page);
  if (!entry.immutable) return SUCCESS;
  if (!RECLAIMABLE.has(rmp.stateOf(page))) return INVALID_PAGE_STATE;
  rmp.table.setStored(page, { ...entry, immutable: false });
  return SUCCESS;
}

/** "else INVALID_PAGE_STATE" may or may not speak of the address as well. */
const NOT_A_REGION = anyCode([FirmwareStatus.invalidPageState, FirmwareStatus.invalidAddress]);

const sameMasks = (a: RmpEntry, b: RmpEntry): boolean => a.masks.every((mask, vmpl) => mask === b.masks[vmpl]);

/** 512 entries: immutable, not VMSA, of one guest, uniform, GPAs consecutive from a 2M-aligned one on. */
function isUniformGuestRegion(entries: readonly RmpEntry[]): boolean {
  const first = entries[0]!;
  return (
    first.gpa % REGION_PAGES === 0 &&
    entries.every(
      (entry, i) =>
        entry.assigned &&
        entry.immutable &&
        !entry.vmsa &&
        entry.asid !== 0 &&
        entry.asid === first.asid &&
        entry.validated === first.validated &&
        entry.gpa === first.gpa + i &&
        sameMasks(entry, first),
    )
  );
}

/** PAGE_UNSMASH: 512 entries of 4K become one of 2M, still immutable. */
export function pageUnsmash(rmp: RmpMachineState, op: Command<'pageUnsmash'>): RmpOutcome {
  if (!rmp.iommuSnpEnabled) return INVALID_PLATFORM_STATE;
  const base = pageOfSpa(rmp.table, op.spa);
  if (!isRegionAligned(op.spa) || !rmp.table.covered(base)) return NOT_A_REGION;
  const region = rmp.table.region(base);
  // The RMP's own pages are Firmware, and have ASID 0.
  if (region.large || !isUniformGuestRegion(region.entries)) return INVALID_PAGE_STATE;
  const first = region.entries[0]!;
  rmp.table.setLarge(base, resized(first, first.gpa, RmpSize.size2M));
  return SUCCESS;
}

/** True if the 2M entry above `page` reaches out of the range. */
function leavesRange(rmp: RmpMachineState, page: SpaPage, first: SpaPage, pages: number): boolean {
  const base = baseOf(page);
  return rmp.table.region(base).large && (base < first || base + REGION_PAGES > first + pages);
}

/** PAGE_SET_STATE: Firmware → HV-Fixed. */
export function pageSetState(rmp: RmpMachineState, op: Command<'pageSetState'>): RmpOutcome {
  const failure = commandFailure(rmp, op.spa);
  if (failure !== null) return failure;
  if (op.pages <= 0) return INVALID_PARAM;
  const first = pageOfSpa(rmp.table, op.spa);
  for (let page = first; page < first + op.pages; page++) {
    if (!rmp.table.covered(page)) return INVALID_ADDRESS;
    if (rmp.stateOf(page) !== 'Firmware') return INVALID_PAGE_STATE;
    if (leavesRange(rmp, page, first, op.pages)) return INVALID_PAGE_SIZE;
  }
  const hvFixed: RmpEntry = { ...rmp.hypervisorEntry, immutable: true };
  for (let page = first; page < first + op.pages; page++) {
    if (rmp.table.region(baseOf(page)).large) rmp.table.setSmall(page, new Array<RmpEntry>(REGION_PAGES).fill(hvFixed));
    else rmp.table.setPage(page, hvFixed);
  }
  return SUCCESS;
}
