/** An address as scenarios write it: groups of four digits. */
export const address = (value: number | bigint): string =>
  `0x${BigInt(value)
    .toString(16)
    .replace(/\B(?=([0-9a-f]{4})+$)/g, '_')}`;
/** The address of a page. */
export const pageAddress = (page: number): string => address(BigInt(page) * 4096n);

/** `4K`, `64K`, `2M`, `1G`. */
export function sizeText(lg: number): string {
  const unit = ['', 'K', 'M', 'G', 'T', 'P'][Math.floor(lg / 10)]!;
  return `${2 ** (lg % 10)}${unit}`;
}
