import type { Event } from '../../../model/vocabulary';
import { EventKind } from '../../../model/vocabulary/outcome';
import type { Step } from '../step';

/** The trace gather after an unmap or a dirty read, or null if the op showed none. */
export function gatherAfter({ outcome: { events } }: Step): Event | null {
  for (let i = 0; i < events.length; i++) if (events[i]!.kind === EventKind.gather) return events[i]!;
  return null;
}

/** True if the driver's iotlb_sync was called in this op. */
export function synced({ outcome: { events } }: Step): boolean {
  for (let i = 0; i < events.length; i++) if (events[i]!.kind === EventKind.sync) return true;
  return false;
}

/** True if the trace gather, where the op shows it, is as it was before, and nothing was synced. */
export function keptGather(step: Step): boolean {
  if (synced(step)) return false;
  const after = gatherAfter(step);
  if (after === null) return true;
  const before = step.gatherBefore;
  if (after.count !== before.tables) return false;
  if (before.empty) return after.start > after.end;
  return (
    after.start === before.start &&
    after.startOffset === before.startOffset &&
    after.end === before.end &&
    after.endOffset === before.endOffset
  );
}
