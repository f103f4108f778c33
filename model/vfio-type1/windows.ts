import type { DomainConfig, IovaWindow } from '../vocabulary/vfio-type1/config';
import { bytesOf, PAGE, TOP } from './pages';
import { lastPage, type Container } from './state';

const ALL: IovaWindow = { first: 0n, last: TOP - 1n };

/** IOVAs that can be mapped with these domains: what all apertures have, without the reserved regions. */
export function windowsOf(domains: readonly DomainConfig[]): readonly IovaWindow[] {
  const apertures = domains.map(({ aperture }) => aperture);
  const first = apertures.reduce((most, aperture) => (aperture.first > most ? aperture.first : most), ALL.first);
  const last = apertures.reduce((least, aperture) => (aperture.last < least ? aperture.last : least), ALL.last);
  const reserved = domains.flatMap((domain) => domain.reserved);
  return reserved.reduce<readonly IovaWindow[]>(without, first > last ? [] : [{ first, last }]);
}

/** The windows without a region. */
const without = (windows: readonly IovaWindow[], { first, last }: IovaWindow): readonly IovaWindow[] =>
  windows.flatMap((window) => {
    const below = { first: window.first, last: first - 1n < window.last ? first - 1n : window.last };
    const above = { first: last + 1n > window.first ? last + 1n : window.first, last: window.last };
    return [below, above].filter((part) => part.first <= part.last);
  });

export const windows = ({ domains }: Container): readonly IovaWindow[] =>
  windowsOf(domains.map(({ config }) => config));

/** True if one window has all of it. dma-mmio.md 5.1, step 6. */
export const isInWindow = (container: Container, first: bigint, last: bigint): boolean =>
  windows(container).some((window) => first >= window.first && last <= window.last);

/** True if a domain may be attached: windows are left, and each mapping lies in one. */
export function leavesRoom({ domains, mappings }: Container, added: DomainConfig): boolean {
  const left = windowsOf([...domains.map(({ config }) => config), added]);
  const isLeft = (first: bigint, last: bigint): boolean =>
    left.some((window) => first >= window.first && last <= window.last);
  return (
    left.length > 0 && mappings.every((mapping) => isLeft(bytesOf(mapping.page), bytesOf(lastPage(mapping) + 1) - 1n))
  );
}

const ALL_SIZES = TOP - 1n;

/** Page sizes that all domains have; 4 KiB stand for smaller ones that they share. dma-mmio.md 5.1, step 4. */
export function pageSizesOf({ domains }: Container): bigint {
  const shared = domains.reduce((sizes, { config }) => sizes & config.pageSizes, ALL_SIZES);
  const small = shared & (PAGE - 1n);
  return small === 0n ? shared : (shared - small) | PAGE;
}
