import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { mapByAlignment } from './by-alignment';
import { correct } from './correct';
import { privateWindow } from './flush';
import { eachLockedRegion } from './regions';
import { mapSharedAt4K } from './shared-half';

const SIZES = [12];

/** nohugepages carried over to T=1: the trusted side then disagrees with every 2M entry. */
export const only4K: HostPolicy = {
  ...correct,
  name: '4k-only',
  what: '4K IO pages, also for T=1',
  mapShared: (view, range, t) => eachLockedRegion(range, (part) => mapSharedAt4K(view, part, t)),
  mapPrivate: (_view, range) =>
    eachLockedRegion(range, (part) => mapByAlignment(part, privateWindow(part.guest), true, SIZES)),
};
