import type { Frame, MemorySpan, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { PinnedSpan } from '../../../../model/vocabulary/vfio-type1/view';

/** What memory there is, and how often each frame is pinned. */
export class PhysicalMemory {
  /** Lowest first, apart from each other; no two neighbours have the same count. */
  private readonly pins: PinnedSpan[] = [];
  private snapshot: readonly PinnedSpan[] | null = null;

  constructor(private readonly spans: readonly MemorySpan[]) {}

  /** Null: a frame without struct page. */
  kindOf(frame: Frame): MemorySpan['kind'] | null {
    return this.spans.find((span) => frame >= span.frame && frame < span.frame + span.frames)?.kind ?? null;
  }

  /** The `ram` of these frames, as spans in their order. */
  ramOf(frame: Frame, frames: Pages): { frame: Frame; frames: Pages }[] {
    const found: { frame: Frame; frames: Pages }[] = [];
    for (const span of this.spans) {
      const from = Math.max(frame, span.frame);
      const to = Math.min(frame + frames, span.frame + span.frames);
      if (span.kind === 'ram' && from < to) found.push({ frame: from, frames: to - from });
    }
    return found;
  }

  /** Each of the frames is pinned `times` more often; less often where that is negative. */
  pin(frame: Frame, frames: Pages, times: number): void {
    const end = frame + frames;
    // With the neighbours on both sides, which may be as often pinned afterwards.
    const begin = Math.max(0, this.firstBehind(frame) - 1);
    const stop = Math.min(this.pins.length, this.firstBehind(end) + 1);
    const next: PinnedSpan[] = [];
    let at = frame;
    for (const span of this.pins.slice(begin, stop)) {
      const spanEnd = span.frame + span.frames;
      append(next, span.frame, Math.min(spanEnd, frame), span.pins);
      if (span.frame < end && spanEnd > frame) {
        append(next, at, span.frame, times);
        at = append(next, Math.max(span.frame, frame), Math.min(spanEnd, end), span.pins + times);
      }
      if (spanEnd > end && at < end) at = append(next, at, end, times);
      append(next, Math.max(span.frame, end), spanEnd, span.pins);
    }
    append(next, at, end, times);
    this.pins.splice(begin, stop - begin, ...next);
    this.snapshot = null;
  }

  get pinned(): readonly PinnedSpan[] {
    return (this.snapshot ??= [...this.pins]);
  }

  /** Index of the first span that ends behind `frame`. */
  private firstBehind(frame: Frame): number {
    let low = 0;
    let high = this.pins.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const span = this.pins[middle]!;
      if (span.frame + span.frames > frame) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Appends [from, to) if there is any of it and it is pinned; returns `to`. */
function append(spans: PinnedSpan[], from: Frame, to: Frame, pins: number): Frame {
  if (from >= to || pins === 0) return to;
  const last = spans.at(-1);
  if (last !== undefined && last.pins === pins && last.frame + last.frames === from)
    spans[spans.length - 1] = { frame: last.frame, frames: to - last.frame, pins };
  else spans.push({ frame: from, frames: to - from, pins });
  return to;
}
