import { lock, unlock } from '../../../model/vocabulary/host/policy-steps';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { correct } from '../../policies/correct';
import type { HostExhibit } from './exhibit';

export const locksInAnyOrder: HostExhibit = {
  name: 'policy-locks-neighbour',
  title: 'a conversion locks the neighbouring region too: two of them wait for each other for ever',
  source: 'host.md: "if nobody can run, the verdict is stuck"; rmp.md 7.5 RMP-113',
  rule: 'RMP-113',
  policy: {
    ...correct,
    *beforePrivate(view, range) {
      const region = Math.floor(range.gfn / REGION_PAGES);
      const neighbour = region ^ 1;
      const isThere = neighbour < view.config.guests[range.guest]!.regions.length;
      if (isThere) yield lock(range.guest, neighbour);
      yield* correct.beforePrivate(view, range);
      if (isThere) yield unlock(range.guest, neighbour);
    },
  },
  parts: {},
};
