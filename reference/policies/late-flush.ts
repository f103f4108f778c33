import type { HostPolicy, HostRange, HostView, Plan } from '../../model/vocabulary/host/policy';
import { correct } from './correct';
import { flush, sharedWindows } from './flush';
import { smashWithLeaf, unmapPrivate } from './private-half';
import { eachRegion, wholeRegion } from './regions';
import { unmapShared } from './shared-half';

function* unmapEverywhere(view: HostView, range: HostRange): Plan {
  for (const window of sharedWindows(view, range.guest)) yield* unmapShared(range, window);
}

/** Unmaps in time and flushes too late: RC5 of rmp.md 5.5. */
export const lateFlush: HostPolicy = {
  ...correct,
  name: 'late-flush',
  what: 'unmaps, converts and frees, then flushes',
  beforePrivate: unmapEverywhere,
  *afterPrivate(view, range) {
    for (const window of sharedWindows(view, range.guest)) yield* flush(view, wholeRegion(range), window);
  },
  beforeFree: (view, range) =>
    eachRegion(range, function* (part) {
      yield* unmapEverywhere(view, part);
      yield* unmapPrivate(part, smashWithLeaf);
    }),
};
