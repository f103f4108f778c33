import type { OaPage, PageCount, Segment } from '../../../../model/vocabulary';
import { OpKind } from '../../../../model/vocabulary/op';
import type { CaseContext } from '../context';
import { MAX_LEAVES_PER_CASE } from '../bounds';
import { overwritesLargeLeaf } from '../hazard';
import { sgOp } from '../ops';
import { fitOa } from '../fit';
import { drawIova, drawProt } from '../place';
import type { Move } from '../theme';
import { pickLive } from './live';
import { mapNear } from './map';

/** Segments of one list. */
const MOST_SEGMENTS = 5;
/** Pages of one segment. */
const MOST_PAGES = 24;

const segment = (oa: OaPage, len: PageCount): Segment => ({ oa, oaOffset: 0, len, lenOffset: 0 });

/** A list whose segments are partly adjacent in physical memory, so that the wrapper merges some of them (3.11). */
function drawSegments(c: CaseContext): Segment[] {
  const segments: Segment[] = [];
  let oa = c.oaBases[c.draw.int(c.oaBases.length)]!;
  for (let left = 1 + c.draw.int(MOST_SEGMENTS); left > 0; left--) {
    const pages = Math.min((1 + c.draw.int(MOST_PAGES)) * c.minPages, c.floorMin(c.oaPages));
    oa = fitOa(c, oa, pages);
    segments.push(segment(oa, pages));
    oa += pages + (c.draw.chance(50) ? 0 : c.draw.int(4) * c.minPages);
  }
  return segments;
}

const pagesOfAll = (segments: readonly Segment[]): PageCount => segments.reduce((sum, { len }) => sum + len, 0);

/** Maps a scatter-gather list near an anchor. */
export const mapSg: Move = {
  name: 'mapSg',
  kinds: [OpKind.iommuMapSg],
  draw(c) {
    const segments = drawSegments(c);
    const pages = pagesOfAll(segments);
    const iova = Math.min(drawIova(c), Math.max(0, c.floorMin(c.spacePages - pages)));
    if (c.leaves > MAX_LEAVES_PER_CASE || overwritesLargeLeaf(c, iova, pages)) return mapNear.draw(c);
    return sgOp(c.domain, iova, segments, drawProt(c));
  },
};

/** Maps a list that runs into a mapped range: what its first runs mapped has to go again (PT-160). */
export const mapSgInto: Move = {
  name: 'mapSgInto',
  kinds: [OpKind.iommuMapSg],
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapSg.draw(c);
    const segments = drawSegments(c);
    const before = c.floorMin(c.draw.int(pagesOfAll(segments)));
    const iova = c.live.iova[at]! - before;
    if (iova < 0 || iova + pagesOfAll(segments) > c.spacePages) return mapSg.draw(c);
    if (c.leaves > MAX_LEAVES_PER_CASE || overwritesLargeLeaf(c, iova, pagesOfAll(segments))) return mapNear.draw(c);
    return sgOp(c.domain, iova, segments, drawProt(c));
  },
};
