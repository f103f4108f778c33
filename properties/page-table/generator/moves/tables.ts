import { OpKind } from '../../../../model/vocabulary/op';
import { pagesOf } from '../../../../model/vocabulary/units';
import { alignDown } from '../align';
import { fitOa } from '../fit';
import { rangeOp } from '../ops';
import { drawProt, inSpace, mapTo } from '../place';
import type { Move } from '../theme';
import { MAPS, mapNear } from './map';

/** log2 of what a table of 4K items translates, and one of 2M items. */
const SPANS = [21, 21, 21, 30] as const;

/**
 * Maps all that one table translates, by leaves of half of it or less, and mostly unmaps it in one go: only an unmap
 * that covers a table, and finds something everywhere in it, lets the table go (3.8), and then it waits on the gather.
 */
export const fillTable: Move = {
  name: 'fillTable',
  kinds: MAPS,
  contracts: ['generic-pt'],
  draw(c) {
    const span = pagesOf(c.draw.pick(SPANS));
    const anchor = c.anchors[c.draw.int(c.anchors.length)]!;
    const iova = inSpace(c, alignDown(anchor, span) + c.draw.int(4) * span);
    const half = span / 2;
    if (iova % span !== 0 || iova + span > c.spacePages || half % c.minPages !== 0) return mapNear.draw(c);
    if (c.can(OpKind.unmap) && c.draw.chance(70)) {
      c.followUps.push(rangeOp(OpKind.unmap, c.domain, iova, span, 0));
    }
    const oa = alignDown(c.oaBases[c.draw.int(c.oaBases.length)]!, span) + half;
    return mapTo(c, iova, fitOa(c, oa, span), span, drawProt(c));
  },
};
