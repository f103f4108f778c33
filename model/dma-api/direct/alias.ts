import type { Platform } from '../../vocabulary/dma-api/platform';
import type { RangeMapRow } from '../../vocabulary/dma-api/config';

/** aliasShared() and aliasPrivate() of dma-mmio.md 7.1, of an address that rangeMap() has translated. */
export const sharedAlias = ({ kind, ipaBits }: Platform, address: bigint): bigint =>
  kind === 'realm' ? address | (1n << BigInt(ipaBits - 1)) : address;

export const privateAlias = ({ kind, cBit }: Platform, address: bigint): bigint =>
  kind === 'sme-host' || kind === 'sev-guest' ? address | (1n << BigInt(cBit)) : address;

/** dma_range_map: null where no row covers the address. dma-mmio.md 4.2. */
export function translate(rows: readonly RangeMapRow[] | null, phys: bigint): bigint | null {
  if (rows === null) return phys;
  const row = rows.find(({ cpu, bytes }) => phys >= cpu && phys < cpu + bytes);
  return row === undefined ? null : row.dma + (phys - row.cpu);
}
