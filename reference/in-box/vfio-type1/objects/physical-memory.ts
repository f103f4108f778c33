import type { Frame, MemorySpan, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { PinnedSpan } from '../../../../model/vocabulary/vfio-type1/view';

/** What memory there is, and how often each frame is pinned. */
export class PhysicalMemory {
  /** Lowest first, apart from each other; no two neighbours have the same count. */
  private pins: PinnedSpan[] = [];

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
    const next: PinnedSpan[] = [];
    let at = frame;
    for (const span of this.pins) {
      const spanEnd = span.frame + span.frames;
      if (spanEnd <= frame || span.frame >= end) {
        if (span.frame >= end && at < end) at = append(next, at, end, times);
        append(next, span.frame, spanEnd, span.pins);
        continue;
      }
      append(next, span.frame, frame, span.pins);
      append(next, at, span.frame, times);
      const to = Math.min(spanEnd, end);
      append(next, Math.max(span.frame, frame), to, span.pins + times);
      append(next, end, spanEnd, span.pins);
      at = to;
    }
    append(next, at, end, times);
    this.pins = next;
  }

  get pinned(): readonly PinnedSpan[] {
    return this.pins;
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
