import { Prot } from '../../../../model/vocabulary/prot';
import { drawIova, drawPages, mapTo } from '../place';
import type { Move } from '../theme';
import { pickLive } from './live';
import { MAPS, mapNear } from './map';
import { alignDown } from '../align';

const RW = Prot.READ | Prot.WRITE;
/** Where BARs lie: below 4 GiB, and in 64-bit windows as hosts set them up. */
const BAR_BASES = [0xfe000, 0xe0000, 0x3_8000_0000, 0x1_0000_0000];

/** Maps a BAR: a power of two of pages at an address aligned to it. */
export const mapBar: Move = {
  name: 'mapBar',
  kinds: MAPS,
  draw(c) {
    const pages = 2 ** c.draw.int(c.draw.chance(80) ? 6 : 13);
    const oa = c.draw.pick(BAR_BASES) + c.draw.int(4) * pages;
    const iova = drawIova(c);
    return mapTo(c, c.draw.chance(80) ? alignDown(iova, pages) : iova, alignDown(oa, pages), pages, RW | Prot.MMIO);
  },
};

/** Maps RAM and MMIO in two calls, adjacent on both sides: only the C-bit may tell them apart (PT-033, PT-039). */
export const mapRamBesideMmio: Move = {
  name: 'mapRamBesideMmio',
  kinds: MAPS,
  draw(c) {
    const iova = drawIova(c);
    const pages = drawPages(c);
    const oa = c.nextOa + pages * 3 > c.oaPages ? 0 : c.nextOa;
    const first = c.draw.int(2) * Prot.MMIO;
    if (c.draw.chance(30)) c.followUps.push(mapTo(c, iova + 2 * pages, oa + 2 * pages, pages, RW | first));
    c.followUps.push(mapTo(c, iova + pages, oa + pages, pages, RW | (Prot.MMIO ^ first)));
    return mapTo(c, iova, oa, pages, RW | first);
  },
};

/** Maps the physical range of a mapped one elsewhere, as MMIO or as RAM. */
export const mapAlias: Move = {
  name: 'mapAlias',
  kinds: MAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    return mapTo(c, drawIova(c), c.live.oa[at]!, c.live.pages[at]!, RW | (c.draw.int(2) * Prot.MMIO));
  },
};
