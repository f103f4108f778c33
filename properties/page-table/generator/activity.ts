import type { Op, Outcome } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { isMap, isUnmap, OpKind } from '../../../model/vocabulary/op';
import { EventKind, MAPPED_SEED } from '../../../model/vocabulary/outcome';

/**
 * True if the op changed or hit state: a map that mapped or collided, an unmap that removed, a lookup that found, a
 * dirty op that found, a sync that had something to do. The share of such ops says whether a search is worth its time.
 */
export function isActive(op: Op, outcome: Outcome): boolean {
  const kind = op.kind;
  if (isMap(kind)) {
    return outcome.ret === Errno.EADDRINUSE || outcome.added.length > 0 || outcome.value > MAPPED_SEED;
  }
  if (isUnmap(kind)) return outcome.value > 0;
  switch (kind) {
    case OpKind.iovaToPhys:
      return outcome.value > 0 || outcome.valueOffset > 0;
    case OpKind.setDirty:
      return outcome.ret === 0;
    case OpKind.readAndClearDirty:
      return outcome.events.some((event) => event.kind === EventKind.dirty);
    case OpKind.sync:
      return outcome.events.length > 0;
    default:
      return false;
  }
}
