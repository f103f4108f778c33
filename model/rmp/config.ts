import { RmpSize } from '../vocabulary/rmp/entry';
import { REGION_PAGES } from '../vocabulary/rmp/entry';
import type { RmpConfig, RmpPreset } from '../vocabulary/rmp/config';
import { RmpConfigError } from './config-error';

const MAX_ASID = 1022;
const MAX_VMPLS = 4;

function checkPreset({ spa, pages, size, state }: RmpPreset): void {
  if (size === RmpSize.size2M && (spa % REGION_PAGES !== 0 || pages % REGION_PAGES !== 0))
    throw new RmpConfigError(`preset ${state} at page 0x${spa.toString(16)} is not made of 2M regions`);
}

/** Throws RmpConfigError if no machine can have `config`. */
export function checkRmpConfig(config: RmpConfig): void {
  if (!(config.vmpls >= 1 && config.vmpls <= MAX_VMPLS)) throw new RmpConfigError('a CPU has 1 … 4 VMPLs');
  if (!(config.maxAsid >= 1 && config.maxAsid <= MAX_ASID)) throw new RmpConfigError('the highest ASID is 1 … 1022');
  config.preset.forEach(checkPreset);
  // rmp.md 0.5: T0_SIZE_BIT_IGNORED = false would refuse all but never-assigned memory otherwise.
  const { T0_SIZE_BIT_IGNORED, UNASSIGN_ZEROES_ENTRY } = config.assumptions;
  if (!T0_SIZE_BIT_IGNORED && UNASSIGN_ZEROES_ENTRY)
    throw new RmpConfigError('T0_SIZE_BIT_IGNORED = false needs UNASSIGN_ZEROES_ENTRY = false');
}
