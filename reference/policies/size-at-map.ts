import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { correct } from './correct';
import { flush, privateWindow } from './flush';
import { removePrivate, smashRmpOnly } from './private-half';
import { wholeRegion } from './regions';

/** Asks the RMP when it maps, and believes it ever after: RC7 and RC8 of rmp.md 5.5. */
export const sizeAtMap: HostPolicy = {
  ...correct,
  name: 'size-at-map',
  what: 'sizes that fit the RMP when they are mapped; after PSMASH the lines are flushed, the leaf stays',
  beforeShared: (view, range) => removePrivate(view, range, smashRmpOnly),
  *smash(view, region) {
    yield* smashRmpOnly(region);
    yield* flush(view, wholeRegion({ guest: region.guest, gfn: region.gfn, n: 1 }), privateWindow(region.guest));
  },
};
