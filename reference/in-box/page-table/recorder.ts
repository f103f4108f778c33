import type { ByteOffset, IovaPage } from '../../../model/vocabulary';
import { ObservationWriter } from '../../../model/vocabulary/observation';
import { EventKind } from '../../../model/vocabulary/outcome';
import { hiOf, loOf } from '../../../model/vocabulary/units';

/** Takes the effects of an op in order; merges neighbouring frees into one event (docs/protocol.md, "Events"). */
export class Recorder {
  readonly writer = new ObservationWriter();
  /** False while timing and during teardown: effects are counted by the domain only. */
  enabled = true;
  private freeKind: EventKind = EventKind.freed;
  private freeCount = 0;

  event(
    kind: EventKind,
    count: number,
    start: IovaPage = 0,
    startOffset: ByteOffset = 0,
    end: IovaPage = 0,
    endOffset: ByteOffset = 0,
  ): void {
    if (!this.enabled) return;
    this.flushFrees();
    this.writer.event(kind, count, loOf(start, startOffset), hiOf(start), loOf(end, endOffset), hiOf(end));
  }

  /** One page went back to the allocator: freed or strayFree. */
  free(kind: EventKind): void {
    if (kind !== this.freeKind) this.flushFrees();
    this.freeKind = kind;
    this.freeCount++;
  }

  /** To be called when an op is over. */
  flushFrees(): void {
    if (this.freeCount === 0) return;
    const count = this.freeCount;
    this.freeCount = 0;
    if (this.enabled) this.writer.event(this.freeKind, count, 0, 0, 0, 0);
  }

  discardFrees(): void {
    this.freeCount = 0;
  }
}
