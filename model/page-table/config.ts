/** What a configuration makes of a domain: page-tables.md 1.9 … 1.11, 2.3, 2.7. */
import type { IovaPage, Level, Log2Size, PageTableConfig } from '../vocabulary';
import { USABLE_SME_BITS_V1 } from '../vocabulary/config';
import { itemLg } from '../vocabulary/units';
import { pageSizes, type PageSizes } from './best';
import { formatOf } from './formats';

/** A configuration that no domain can have. The message is one line, with the errno that a kernel answers if it has one. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const MIN_VASZ = 32;
const MAX_OASZ = 52;
const PAGE = 12;
/** v2 leaves the top table's upper half to sign extension, so 48 and 57 are as far as it decodes. */
const V2_VASZ: Readonly<Record<number, number>> = { 3: 48, 4: 57 };

/** Throws ConfigError unless `config` is one that a domain can have. */
export function checkConfig(config: PageTableConfig): void {
  const { topLevel, vasz, oasz, smeBit } = config;
  if (!Number.isInteger(oasz) || oasz <= PAGE || oasz > MAX_OASZ) {
    throw new ConfigError(`oasz ${oasz}: output addresses have 13 to 52 bits (-EINVAL)`);
  }
  if (config.format === 'amdv1') checkV1(topLevel, vasz, smeBit);
  else checkV2(topLevel, vasz, smeBit);
}

function checkV1(topLevel: Level, vasz: number, smeBit: number | null): void {
  if (!Number.isInteger(topLevel) || topLevel < 1 || topLevel > 5) {
    throw new ConfigError(`topLevel ${topLevel}: an AMD v1 table starts at level 1 to 5 (-EINVAL)`);
  }
  if (!Number.isInteger(vasz) || vasz < MIN_VASZ || vasz > 64) {
    throw new ConfigError(`vasz ${vasz}: an AMD v1 domain has 32 to 64 bits (-EINVAL)`);
  }
  if (smeBit !== null && !USABLE_SME_BITS_V1.includes(smeBit)) {
    const usable = USABLE_SME_BITS_V1.join(', ');
    throw new ConfigError(`smeBit ${smeBit}: page sizes of AMD v1 can be decoded only with the C-bit at ${usable}`);
  }
}

function checkV2(topLevel: Level, vasz: number, smeBit: number | null): void {
  const most = V2_VASZ[topLevel];
  if (most === undefined)
    throw new ConfigError(`topLevel ${topLevel}: an AMD v2 table has top level 3 or 4 (-EOPNOTSUPP)`);
  if (!Number.isInteger(vasz) || vasz < MIN_VASZ || vasz > most) {
    throw new ConfigError(`vasz ${vasz}: top level ${topLevel} of AMD v2 decodes 32 to ${most} bits (-EOPNOTSUPP)`);
  }
  if (smeBit !== null && (!Number.isInteger(smeBit) || smeBit < PAGE || smeBit >= MAX_OASZ)) {
    throw new ConfigError(`smeBit ${smeBit}: the C-bit lies in the address field, bits 12 to 51`);
  }
}

/** The domain's page-size bitmap: what `get_info` reports, AND the driver's mask (1.10, 2.3). */
export const domainBitmap = (config: PageTableConfig): bigint => reportedSizes(config) & config.pageSizes;

/** The sizes that `get_info` reports. */
function reportedSizes(config: PageTableConfig): bigint {
  const format = formatOf(config.format);
  let bitmap = 0n;
  for (let lg: Log2Size = PAGE; lg < MAX_OASZ; lg++) {
    if (config.contract === 'generic-pt' && !fitsDomain(config, lg)) continue;
    bitmap |= format.sizes & (1n << BigInt(lg));
  }
  return bitmap;
}

/** What domains have in common that differ in the driver's mask only. */
interface Kind {
  readonly reported: bigint;
  readonly byMask: Map<bigint, PageSizes>;
}

const kinds = new Map<number, Kind>();
/** Masks kept of one kind; searches draw few masks often, and many once. */
const MOST_MASKS = 256;

/** The domain's bitmap, prepared for choosing. Searches make a domain for every trace, of few kinds. */
export function domainSizes(config: PageTableConfig): PageSizes {
  const { format, contract, vasz, oasz, pageSizes: mask } = config;
  const key = (vasz * 64 + oasz) * 4 + (format === 'amdv1' ? 2 : 0) + (contract === 'generic-pt' ? 1 : 0);
  let kind = kinds.get(key);
  if (kind === undefined) kinds.set(key, (kind = { reported: reportedSizes(config), byMask: new Map() }));
  const { reported, byMask } = kind;
  let sizes = byMask.get(mask);
  if (sizes === undefined) {
    if (byMask.size >= MOST_MASKS) byMask.clear();
    byMask.set(mask, (sizes = pageSizes(reported & mask)));
  }
  return sizes;
}

/**
 * 1.10: the level's items lie within vasz, the size is below half of the space, and below the OA range. `get_info` masks
 * the sizes of every format; v2 has its usual three wherever oasz is above 30.
 */
function fitsDomain({ vasz, oasz }: PageTableConfig, lg: Log2Size): boolean {
  return itemLg(Math.floor((lg - PAGE) / 9)) < vasz && lg < vasz - 1 && lg < oasz;
}

/** Last page of the aperture. io-pgtable reports the whole 64-bit space for v1, whatever the hardware has (5.4). */
export const lastAperturePage = (config: PageTableConfig): IovaPage =>
  2 ** ((config.contract === 'io-pgtable' && config.format === 'amdv1' ? 64 : config.vasz) - PAGE) - 1;
