import type { Assumption } from './assumption';
import { CPU_ASSUMPTIONS } from './cpu';
import { IO_RIGHTS_ASSUMPTIONS } from './io-rights';
import { IO_SIZE_ASSUMPTIONS } from './io-size';
import { NOT_MODELLED } from './not-modelled';
import { RMPUPDATE_ASSUMPTIONS } from './rmpupdate';

export type { Assumption, Position } from './assumption';
export { RMP_PROFILES, type RmpProfile } from './profiles';

/** The open questions of the RMP, device-access and host machines. */
export const RMP_ASSUMPTIONS: readonly Assumption[] = [
  ...IO_SIZE_ASSUMPTIONS,
  ...IO_RIGHTS_ASSUMPTIONS,
  ...RMPUPDATE_ASSUMPTIONS,
  ...CPU_ASSUMPTIONS,
  ...NOT_MODELLED,
];
