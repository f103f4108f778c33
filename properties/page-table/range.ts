import type { Op } from '../../model/vocabulary';
import { OpKind } from '../../model/vocabulary/op';
import { RangeKind } from './step';

const SPACE = 2 ** 52;

/** The pages that the bytes of an op touch. One mutable object per judge: this is the hot path. */
export class OpRange {
  kind: RangeKind = RangeKind.none;
  first = 0;
  last = 0;

  /** docs/protocol.md: the range of each kind of op; without one `first` and `last` are the page of iova. */
  set(op: Op): void {
    this.first = op.iova;
    this.last = op.iova;
    switch (op.kind) {
      case OpKind.sync:
      case OpKind.budget:
        this.kind = RangeKind.none;
        return;
      case OpKind.iovaToPhys:
      case OpKind.setDirty:
        this.kind = RangeKind.proper;
        return;
    }
    let pages = op.len;
    let bytes = op.lenOffset;
    if (op.segments !== null) {
      for (const segment of op.segments) {
        pages += segment.len;
        bytes += segment.lenOffset;
      }
    }
    if (pages === 0 && bytes === 0) {
      this.kind = RangeKind.none;
      return;
    }
    // Last byte: iova + len − 1.
    const low = op.iovaOffset + bytes - 1;
    const last = op.iova + pages + Math.floor(low / 4096);
    if (last >= SPACE) {
      this.kind = RangeKind.wraps;
      return;
    }
    this.kind = RangeKind.proper;
    this.last = last;
  }
}
