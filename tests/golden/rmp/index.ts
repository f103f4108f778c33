/** Every row of rmp.md 8.1 … 8.5 and 4.4 that a machine can be asked, as data for both codings. */
import { HOST_ROWS, SNP_ROWS } from './access';
import { ALTERNATIVE_ROWS } from './alternatives';
import type { GoldenRmpRow } from './build';
import { DEVICE_ALTERNATIVE_ROWS } from './device-alternatives';
import type { GoldenDeviceRow } from './device-build';
import { NESTED_ROWS, TRUSTED_ROWS, UNTRUSTED_ROWS } from './device-rows';
import { DIRECT_MAP_ROWS, FIRMWARE_ROWS, GUEST_INSTRUCTION_ROWS } from './guest-instructions';
import { PSMASH_ROWS, RMPUPDATE_ROWS } from './instructions';
import { IO_CASES } from './io-cases';
import { LAYOUT_ROWS } from './layout';

export const GOLDEN_RMP: readonly GoldenRmpRow[] = [
  ...LAYOUT_ROWS,
  ...HOST_ROWS,
  ...SNP_ROWS,
  ...RMPUPDATE_ROWS,
  ...PSMASH_ROWS,
  ...GUEST_INSTRUCTION_ROWS,
  ...FIRMWARE_ROWS,
  ...DIRECT_MAP_ROWS,
  ...ALTERNATIVE_ROWS,
];

export const GOLDEN_DEVICE_ACCESS: readonly GoldenDeviceRow[] = [
  ...UNTRUSTED_ROWS,
  ...TRUSTED_ROWS,
  ...NESTED_ROWS,
  ...IO_CASES,
  ...DEVICE_ALTERNATIVE_ROWS,
];
