import type { Span } from '../../../model/vocabulary/dma-api/config';

/** A set of addresses as spans: in address order, neighbours as one. Bytes. */
export class SpanSet {
  private spans: readonly Span[] = [];

  add(base: bigint, bytes: bigint): void {
    let [from, to] = [base, base + bytes];
    const apart: Span[] = [];
    for (const span of this.spans) {
      const end = span.base + span.bytes;
      if (end < from || to < span.base) {
        apart.push(span);
        continue;
      }
      if (span.base < from) from = span.base;
      if (end > to) to = end;
    }
    this.spans = [...apart, { base: from, bytes: to - from }].sort((a, b) => (a.base < b.base ? -1 : 1));
  }

  remove(base: bigint, bytes: bigint): void {
    const end = base + bytes;
    this.spans = this.spans.flatMap((span) => {
      const spanEnd = span.base + span.bytes;
      if (spanEnd <= base || end <= span.base) return [span];
      const left = span.base < base ? [{ base: span.base, bytes: base - span.base }] : [];
      const right = end < spanEnd ? [{ base: end, bytes: spanEnd - end }] : [];
      return [...left, ...right];
    });
  }

  list(): readonly Span[] {
    return this.spans;
  }
}
