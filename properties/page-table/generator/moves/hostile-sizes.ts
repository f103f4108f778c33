import { OpKind } from '../../../../model/vocabulary/op';
import { anyOp, rangeOp } from '../ops';
import { drawIova, drawProt } from '../place';
import type { Move } from '../theme';
import { mapMisaligned } from './hostile-map';
import { unmapOddLength } from './hostile-range';
import { pickLive } from './live';

/** iova or the physical address aligned to 4 KiB, where the smallest page is larger (PT-070, page-tables.md 3.11). */
export const mapBetweenPages: Move = {
  name: 'mapBetweenPages',
  kinds: [OpKind.iommuMap],
  draw(c) {
    if (c.minPages === 1) return mapMisaligned.draw(c);
    const { draw } = c;
    const which = 1 + draw.int(3);
    const into = 1 + draw.int(c.minPages - 1);
    const iova = drawIova(c) + (which & 1 ? into : 0);
    const oa = c.oaBases[0]! + (which & 2 ? into : 0);
    const pages = (1 + draw.int(3)) * c.minPages;
    return anyOp(OpKind.iommuMap, c.domain, iova, 0, oa, 0, pages, 0, drawProt(c), 0, 0, null);
  },
};

/** `iommu_unmap` from, or of, something between two multiples of the smallest page: the classic core refuses it (3.11). */
export const unmapBetweenPages: Move = {
  name: 'unmapBetweenPages',
  kinds: [OpKind.iommuUnmap],
  draw(c) {
    const at = pickLive(c);
    if (at < 0 || c.minPages === 1) return unmapOddLength.draw(c);
    const { draw } = c;
    const into = 1 + draw.int(c.minPages - 1);
    const fromInside = draw.chance(50);
    const iova = c.live.iova[at]! + (fromInside ? into : 0);
    return rangeOp(OpKind.iommuUnmap, c.domain, iova, c.minPages + (fromInside ? 0 : into), 0);
  },
};
