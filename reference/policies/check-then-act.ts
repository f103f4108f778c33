import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { correct } from './correct';
import { mapPrivateFitting } from './private-half';
import { eachRegion } from './regions';
import { mapSharedFitting } from './shared-half';

/** Right in every step, and wrong as soon as another actor comes between look and leap. */
export const checkThenAct: HostPolicy = {
  ...correct,
  name: 'check-then-act',
  what: 'reads the RMP level, maps later without a lock',
  mapShared: (view, range, t) => eachRegion(range, (part) => mapSharedFitting(view, part, t)),
  mapPrivate: (view, range) => eachRegion(range, (part) => mapPrivateFitting(view, part)),
};
