import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { nothing } from './nothing';
import { mapPrivateFitting, removePrivate, smashWithLeaf } from './private-half';
import { eachLockedRegion, eachRegion } from './regions';
import { mapSharedFitting, removeShared } from './shared-half';

/** Sizes that fit the RMP, changed together with it; nothing is converted or freed that a device may still reach. */
export const correct: HostPolicy = {
  name: 'correct',
  what: 'sizes that fit the RMP, split together with PSMASH; unmap, flush and wait before RMPUPDATE',
  granule: 1,
  mapShared: (view, range, t) => eachLockedRegion(range, (part) => mapSharedFitting(view, part, t)),
  mapPrivate: (view, range) => eachLockedRegion(range, (part) => mapPrivateFitting(view, part)),
  beforePrivate: removeShared,
  afterPrivate: nothing,
  beforeShared: (view, range) => removePrivate(view, range),
  afterShared: nothing,
  smash: (_view, region) => smashWithLeaf(region),
  beforeFree: (view, range) =>
    eachRegion(range, function* (part) {
      yield* removeShared(view, part);
      yield* removePrivate(view, part);
    }),
};
