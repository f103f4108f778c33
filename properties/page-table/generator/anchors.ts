import type { IovaPage, OaPage } from '../../../model/vocabulary';
import { ITEM_PAGES } from '../../../model/vocabulary/units';
import type { Draw } from '../../engine/draw';
import { Weights } from '../../engine/draw';
import type { CaseContext } from './context';
import { alignDown, remainder } from './align';

type Place = 'zero' | '2M' | '1G' | '512G' | 'top' | 'anywhere';

/** Where ops happen: the ends of the space, and boundaries of each level, where tables begin and end. */
const PLACES = new Weights<Place>([
  [20, 'zero'],
  [28, '2M'],
  [18, '1G'],
  [10, '512G'],
  [12, 'top'],
  [12, 'anywhere'],
]);

/** Draws the places that a case returns to. */
export function drawAnchors(c: CaseContext): void {
  for (let i = 0; i < c.anchors.length; i++) {
    c.anchors[i] = Math.min(drawPlace(c.draw, c.spacePages), c.spacePages - ITEM_PAGES[1]!);
    c.oaBases[i] = drawOaBase(c);
  }
}

function drawPlace(draw: Draw, spacePages: number): IovaPage {
  switch (draw.weighted(PLACES)) {
    case 'zero':
      return 0;
    case '2M':
      return ITEM_PAGES[1]! * (1 + draw.int(511));
    case '1G':
      return ITEM_PAGES[2]! * (1 + draw.int(7));
    case '512G':
      return ITEM_PAGES[3]! * (1 + draw.int(3));
    case 'top':
      return spacePages - ITEM_PAGES[1]! * (1 + draw.int(3));
    case 'anywhere': {
      const page = draw.int(spacePages);
      return alignDown(page, ITEM_PAGES[1]!);
    }
  }
}

/** A multiple of 1 GiB, so that iova and oa can be aligned alike; low, at the top, or anywhere. Never with the C-bit. */
function drawOaBase(c: CaseContext): OaPage {
  const gib = ITEM_PAGES[2]!;
  const gibs = Math.floor(c.oaPages / gib);
  const shape = c.draw.int(10);
  const slot = shape < 5 ? c.draw.int(Math.min(gibs, 8)) : shape < 6 ? gibs - 1 : c.draw.int(gibs);
  const base = slot * gib;
  return c.cbitPages >= gib && remainder(base, 2 * c.cbitPages) >= c.cbitPages ? base - c.cbitPages : base;
}
