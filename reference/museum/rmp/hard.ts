/** An exhibit that is hard on purpose: it shows once a page has changed hands seven times. */
import { standardRmpParts } from '../../in-box/rmp';
import rightsOfEighthOwnerTrace from '../traces/rights-of-eighth-owner.json';
import type { RmpExhibit } from './exhibit';

/** A count of three bits. */
const COUNTS = 8;

export const rightsOfEighthOwner: RmpExhibit = {
  name: 'rights-of-eighth-owner',
  title: 'owners are counted in three bits: at the seventh change the page counts as never used, and keeps its rights',
  source: 'rmp.md RMP-020 (the wrap of a short counter)',
  rule: 'RMP-020',
  hard: rightsOfEighthOwnerTrace,
  parts: {
    keepsRights: (r, u) => r.ghost.epoch(u.page) % COUNTS === COUNTS - 1 || standardRmpParts.keepsRights(r, u),
  },
};
