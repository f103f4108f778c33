import type { Frame, Pages } from '../../../model/vocabulary/vfio-type1/area';
import type { PinnedSpan } from '../../../model/vocabulary/vfio-type1/view';

/**
 * How often each frame is pinned, as spans in frame order: as few as there can be, none with 0 pins. What is unpinned more
 * often than pinned has less than 0.
 */
export class FrameCounts {
  private spans: readonly PinnedSpan[] = [];

  /** A snapshot. */
  get pinned(): readonly PinnedSpan[] {
    return this.spans;
  }

  /** Adds `pins`, which may be negative, to each of `frames` frames from `frame` on. */
  add(frame: Frame, frames: Pages, pins: number): void {
    const next: PinnedSpan[] = [];
    const end = frame + frames;
    /** The first of the frames that is not yet dealt with. */
    let at = frame;
    for (const span of this.spans) {
      const spanEnd = span.frame + span.frames;
      if (at < end && at < span.frame) {
        const gapEnd = Math.min(end, span.frame);
        put(next, at, gapEnd, pins);
        at = gapEnd;
      }
      put(next, span.frame, Math.min(spanEnd, Math.max(frame, span.frame)), span.pins);
      const [from, to] = [Math.max(span.frame, at), Math.min(spanEnd, end)];
      if (from < to) {
        put(next, from, to, span.pins + pins);
        at = to;
      }
      put(next, Math.max(span.frame, Math.min(spanEnd, end)), spanEnd, span.pins);
    }
    put(next, at, end, pins);
    this.spans = next;
  }
}

/** Appends the frames from `from` up to `to`, if any, and joins them with what lies before. */
function put(spans: PinnedSpan[], from: Frame, to: Frame, pins: number): void {
  if (from >= to || pins === 0) return;
  const last = spans.at(-1);
  if (last !== undefined && last.frame + last.frames === from && last.pins === pins)
    spans[spans.length - 1] = { ...last, frames: last.frames + (to - from) };
  else spans.push({ frame: from, frames: to - from, pins });
}
