import { Weights } from '../../../engine/draw';
import { mapAcrossReach, mapBehindReach, mapFarAbove, mapLast, mapTall, mapZero } from '../moves/growth';
import { unmapLong } from '../moves/long';
import { lookupEdge, lookupLive } from '../moves/look';
import { mapHole, mapNear } from '../moves/map';
import { unmapBeyond } from '../moves/hostile-range';
import { unmapBack, unmapLive } from '../moves/unmap';
import { mapSgPastTheEnd } from '../moves/odd-sg';
import type { Theme } from '../theme';

/** The top of the table and the ends of the address space. */
export const growth: Theme = {
  name: 'growth',
  what: 'the top table grows; address 0, the top of the space, the last byte of 64 bits',
  wishes: {
    vaszV1: new Weights([
      [20, 48],
      [15, 57],
      [30, 64],
      [5, 32],
      [5, 39],
      [5, 40],
      [5, 47],
      [5, 49],
      [5, 58],
      [5, 63],
    ]),
    topLevelV1: new Weights([
      [60, 2],
      [20, 1],
      [10, 3],
      [10, 4],
    ]),
  },
  moves: new Weights([
    [8, mapBehindReach],
    [8, mapAcrossReach],
    [7, mapFarAbove],
    [10, mapTall],
    [8, mapZero],
    [9, mapLast],
    [2, mapSgPastTheEnd],
    [2, unmapLong],
    [12, mapNear],
    [4, mapHole],
    [18, unmapLive],
    [4, unmapBack],
    [2, unmapBeyond],
    [6, lookupLive],
    [5, lookupEdge],
  ]),
  // A leaf in place of the old root needs a root with nothing in it (PT-092).
  opening: mapTall,
};
