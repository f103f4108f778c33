import type { Span } from '../vocabulary/dma-api/config';

export const overlaps = (a: Span, b: Span): boolean => a.base < b.base + b.bytes && b.base < a.base + a.bytes;

export const contains = ({ base, bytes }: Span, address: bigint): boolean => address >= base && address < base + bytes;

/** In address order, neighbours as one. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const { base, bytes } of [...spans].sort((a, b) => (a.base < b.base ? -1 : 1))) {
    const last = merged.at(-1);
    if (last !== undefined && last.base + last.bytes === base)
      merged[merged.length - 1] = { base: last.base, bytes: last.bytes + bytes };
    else merged.push({ base, bytes });
  }
  return merged;
}

/** The granules that hold the bytes. */
export function granulesOf(base: bigint, bytes: bigint, granule: bigint): Span {
  const start = base - (base % granule);
  const end = ((base + bytes + granule - 1n) / granule) * granule;
  return { base: start, bytes: end - start };
}
