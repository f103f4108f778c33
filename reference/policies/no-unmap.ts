import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { correct } from './correct';
import { nothing } from './nothing';
import { removePrivate } from './private-half';
import { eachRegion } from './regions';

/** A VMM that ignores conversions on the IO tables. rmp.md 4.5, GMEM25/26. */
export const noUnmap: HostPolicy = {
  ...correct,
  name: 'no-unmap',
  what: 'leaves the IO mapping in place at conversion',
  beforePrivate: nothing,
  beforeFree: (view, range) => eachRegion(range, (part) => removePrivate(view, part)),
};
