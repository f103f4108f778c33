import type { PageTableConfig } from '../model/vocabulary';
import { DEFAULT_ASSUMPTIONS, PAGE_SIZES } from '../model/vocabulary';

/**
 * A configuration in words: format and contract always, the rest where it is not what the AMD driver does.
 * `amdv1, generic-pt, top level 2, 64-bit IOVA, C-bit 47`.
 */
export function configText(config: PageTableConfig): string {
  const parts: string[] = [
    config.format,
    config.contract,
    `top level ${config.topLevel}`,
    `${config.vasz}-bit IOVA`,
    config.smeBit === null ? 'no C-bit' : `C-bit ${config.smeBit}`,
  ];
  if (config.oasz !== 52) parts.push(`${config.oasz}-bit OA`);
  if (config.pageSizes !== (config.format === 'amdv1' ? PAGE_SIZES.v1 : PAGE_SIZES.v2))
    parts.push(`page sizes 0x${config.pageSizes.toString(16)}`);
  if (config.flush === 'no-gaps') parts.push('NpCache (no gaps)');
  if (config.queued) parts.push('flush queue');
  if (config.domainType !== 'paging') parts.push(`${config.domainType} domain`);
  if (config.domains > 1) parts.push(`${config.domains} domains`);
  for (const [name, position] of Object.entries(config.assumptions)) {
    if (DEFAULT_ASSUMPTIONS[name as keyof typeof DEFAULT_ASSUMPTIONS] !== position) parts.push(`${name}=${position}`);
  }
  return parts.join(', ');
}
