/** Firmware answers, and the checks that several commands share. rmp.md 2.7. */
import type { SpaPage } from '../../vocabulary/rmp/entry';
import { FirmwareStatus, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { isPageAligned, pageOfSpa } from '../address';
import { withCode } from '../outcome';
import type { RmpMachineState } from '../state';

export const INVALID_PLATFORM_STATE = withCode(FirmwareStatus.invalidPlatformState);
export const INVALID_ADDRESS = withCode(FirmwareStatus.invalidAddress);
export const INVALID_PARAM = withCode(FirmwareStatus.invalidParam);
export const INVALID_PAGE_SIZE = withCode(FirmwareStatus.invalidPageSize);
export const INVALID_PAGE_STATE = withCode(FirmwareStatus.invalidPageState);
export const REFUSED = withCode(FirmwareStatus.refused);

/** INVALID_PLATFORM_STATE unless SNP_INIT has been, INVALID_ADDRESS unless `spa` names a covered page. Null: go on. */
export function commandFailure(rmp: RmpMachineState, spa: number): RmpOutcome | null {
  if (!rmp.iommuSnpEnabled) return INVALID_PLATFORM_STATE;
  return isPageAligned(spa) && rmp.table.covered(pageOfSpa(rmp.table, spa)) ? null : INVALID_ADDRESS;
}

/** RMP.Page_Size is the effective size: a stub counts as 2M. `page` is covered. */
export const isLarge = (rmp: RmpMachineState, page: SpaPage): boolean => rmp.table.effective(page)!.size === 1;
