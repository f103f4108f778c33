import { unassign } from '../../../model/vocabulary/host/own-steps';
import type { HostExhibit } from './exhibit';

/** Exhibits of what waits for the firmware (rmp.md 6, launch update; 5.1 T22). */

export const launchFailureIgnored: HostExhibit = {
  name: 'launch-failure-not-reclaimed',
  title: 'a page that the firmware refused at launch is made shared without PAGE_RECLAIM, and taken for shared',
  source: 'rmp.md 6, launch update; 5.1 T11',
  rule: 'RMP-H02',
  parts: {
    *undoLaunch(_ctx, spa, n) {
      // RMPUPDATE refuses an immutable page, and nobody looks at its code.
      yield unassign(spa, 12, n);
      return n;
    },
  },
};

export const barNotReclaimed: HostExhibit = {
  name: 'bar-not-reclaimed',
  title: 'an interface is unlocked, and its BAR, which the firmware never validated, left Pre-Guest',
  source: 'rmp.md 5.1 T11, T22',
  rule: 'RMP-H02',
  parts: {
    *reclaimBar() {
      // RMPUPDATE to Hypervisor fails then, as often as it is tried.
    },
  },
};
