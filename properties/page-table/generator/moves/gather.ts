import { OpKind } from '../../../../model/vocabulary/op';
import { syncOp } from '../ops';
import { drawIova, drawPages, mapAt } from '../place';
import type { Move } from '../theme';
import { pickLive } from './live';
import { MAPS, mapNear } from './map';
import { rangeOp } from '../ops';

/** Syncs the trace's gather, whatever is on it. */
export const sync: Move = {
  name: 'sync',
  kinds: [OpKind.sync],
  draw: (c) => syncOp(c.domain),
};

/** Unmaps two ranges into one gather and syncs it: a gap between them is flushed, or flushed apart (6.2). */
export const unmapTwoAndSync: Move = {
  name: 'unmapTwoAndSync',
  kinds: [OpKind.unmap],
  contracts: ['generic-pt'],
  draw(c) {
    const a = pickLive(c);
    const b = pickLive(c);
    if (a < 0 || b < 0) return mapNear.draw(c);
    const live = c.live;
    if (c.can(OpKind.sync)) c.followUps.push(syncOp(c.domain));
    c.followUps.push(rangeOp(OpKind.unmap, c.domain, live.iova[b]!, live.pages[b]!, 0));
    return rangeOp(OpKind.unmap, c.domain, live.iova[a]!, live.pages[a]!, 0);
  },
};

/** Maps two ranges with a hole between them, for gathers with gaps. */
export const mapPair: Move = {
  name: 'mapPair',
  kinds: MAPS,
  draw(c) {
    const iova = drawIova(c);
    const pages = drawPages(c);
    c.followUps.push(mapAt(c, iova + pages + (1 + c.draw.int(3)) * c.minPages, pages));
    return mapAt(c, iova, pages);
  },
};
