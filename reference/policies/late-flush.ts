import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { correct } from './correct';
import { flush } from './flush';
import { smashWithLeaf, unmapPrivate } from './private-half';
import { eachRegion, wholeRegion } from './regions';
import { unmapShared } from './shared-half';

/** Unmaps in time and flushes too late: RC5 of rmp.md 5.5. */
export const lateFlush: HostPolicy = {
  ...correct,
  name: 'late-flush',
  what: 'unmaps, converts and frees, then flushes',
  *beforePrivate(_view, range) {
    yield* unmapShared(range);
  },
  afterPrivate: (view, range) => flush(view, wholeRegion(range), 0),
  beforeFree: (_view, range) =>
    eachRegion(range, function* (part) {
      yield* unmapShared(part);
      yield* unmapPrivate(part, smashWithLeaf);
    }),
};
