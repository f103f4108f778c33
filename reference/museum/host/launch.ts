import { unassign } from '../../../model/vocabulary/host/own-steps';
import type { HostExhibit } from './exhibit';

/** Exhibits of the launch of a guest (rmp.md 6, launch update). */

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
