/** Commands of a guest's life: context and metadata pages, launch, private MMIO. rmp.md 2.7. */
import { REGION_PAGES, RmpSize, type RmpEntry, type RmpState, type SpaPage } from '../../vocabulary/rmp/entry';
import type { FirmwareOp } from '../../vocabulary/rmp/op';
import type { RmpOutcome } from '../../vocabulary/rmp/outcome';
import { isPageAligned, isRegionAligned, pageOfSpa } from '../address';
import { baseOf, GpaTag, taggedGpa } from '../entry';
import { SUCCESS } from '../outcome';
import type { RmpMachineState } from '../state';
import { commandFailure, INVALID_ADDRESS, INVALID_PAGE_SIZE, INVALID_PAGE_STATE, isLarge, REFUSED } from './status';

type Command<Name extends FirmwareOp['op']> = Extract<FirmwareOp, { readonly op: Name }>;

/** A 4K page in state `from` gets the fields of `change`. */
function convert(rmp: RmpMachineState, spa: number, from: RmpState, change: Partial<RmpEntry>): RmpOutcome {
  const failure = commandFailure(rmp, spa);
  if (failure !== null) return failure;
  const page = pageOfSpa(rmp.table, spa);
  if (rmp.stateOf(page) !== from) return INVALID_PAGE_STATE;
  if (isLarge(rmp, page)) return INVALID_PAGE_SIZE;
  rmp.table.setPage(page, { ...rmp.table.stored(page), ...change });
  return SUCCESS;
}

/** MD_INIT: Firmware → Metadata, which names the guest's context page. */
export const mdInit = (rmp: RmpMachineState, op: Command<'mdInit'>): RmpOutcome =>
  convert(rmp, op.spa, 'Firmware', { gpa: taggedGpa(GpaTag.metadata, op.context) });

/** GCTX_CREATE: Firmware → Context. */
export const gctxCreate = (rmp: RmpMachineState, op: Command<'gctxCreate'>): RmpOutcome =>
  convert(rmp, op.spa, 'Firmware', { vmsa: true });

/** DECOMMISSION: Context → Firmware. */
export const decommission = (rmp: RmpMachineState, op: Command<'decommission'>): RmpOutcome =>
  convert(rmp, op.spa, 'Context', { vmsa: false });

/** LAUNCH_UPDATE: Pre-Guest → Guest-Valid, with the masks of the command for VMPL1 to VMPL3. */
export function launchUpdate(rmp: RmpMachineState, op: Command<'launchUpdate'>): RmpOutcome {
  const failure = commandFailure(rmp, op.spa);
  if (failure !== null) return failure;
  const page = pageOfSpa(rmp.table, op.spa);
  if (rmp.stateOf(page) !== 'Pre-Guest') return INVALID_PAGE_STATE;
  const large = isLarge(rmp, page);
  if (large !== (op.size === RmpSize.size2M) || (large && op.type !== 'normal')) return INVALID_PAGE_SIZE;
  if (large && !isRegionAligned(op.spa)) return INVALID_ADDRESS;
  const entry = rmp.table.stored(page);
  rmp.table.setStored(page, {
    ...entry,
    immutable: false,
    validated: true,
    vmsa: entry.vmsa || op.type === 'vmsa',
    masks: entry.masks.map((mask, vmpl) => (vmpl === 0 ? mask : op.perms[vmpl - 1]!)),
  });
  return SUCCESS;
}

/** Pages of the range that the entry of `page` stands for: a 2M entry has to lie in it as a whole. */
const isWithin = (rmp: RmpMachineState, page: SpaPage, first: SpaPage, pages: number): boolean =>
  !rmp.table.region(baseOf(page)).large || (baseOf(page) >= first && baseOf(page) + REGION_PAGES <= first + pages);

/** MMIO_VALIDATE: a uniform range of Pre-Guest pages with the GPAs as reported → Guest-Valid. */
export function mmioValidate(rmp: RmpMachineState, op: Command<'mmioValidate'>): RmpOutcome {
  const { table } = rmp;
  if (!rmp.iommuSnpEnabled || !op.bound || !isPageAligned(op.spa)) return REFUSED;
  const first = pageOfSpa(table, op.spa);
  const owner = table.effective(first)?.asid;
  for (let i = 0; i < op.pages; i++) {
    const entry = table.effective(first + i);
    if (entry === null || rmp.stateOf(first + i) !== 'Pre-Guest') return REFUSED;
    if (entry.asid !== owner || entry.gpa !== op.gpa + i || !isWithin(rmp, first + i, first, op.pages)) return REFUSED;
  }
  for (let i = 0; i < op.pages; i++) {
    const entry = table.stored(first + i);
    if (entry.immutable) table.setStored(first + i, { ...entry, immutable: false, validated: true });
  }
  return SUCCESS;
}

/** Any command that writes a result buffer: Firmware pages, or such as have no entry. */
export function writeBuffer(rmp: RmpMachineState, op: Command<'writeBuffer'>): RmpOutcome {
  const page = pageOfSpa(rmp.table, op.spa);
  const state = rmp.stateOf(page);
  if (state !== 'Firmware' && state !== 'Default') return INVALID_PAGE_STATE;
  rmp.written(page, 'firmware');
  return SUCCESS;
}
