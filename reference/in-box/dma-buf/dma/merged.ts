import type { Span } from '../../../../model/vocabulary/dma-buf/config';

/** The same space with as few spans as it takes. `spans` are in address order and apart. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const { base, bytes } of spans) {
    const last = result.at(-1);
    if (last !== undefined && last.base + last.bytes === base) {
      result[result.length - 1] = { base: last.base, bytes: last.bytes + bytes };
    } else result.push({ base, bytes });
  }
  return result;
}
