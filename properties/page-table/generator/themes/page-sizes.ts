import { Weights } from '../../../engine/draw';
import { lookupEdge, lookupLive } from '../moves/look';
import { mapTooShort } from '../moves/hostile-map';
import { mapEqualNeighbours, mapOverBoundary, mapSize, mapStairs, mapTwisted } from '../moves/large';
import { mapHole, mapNear, mapNext } from '../moves/map';
import { unmapFront, unmapInLeaf, unmapLive, unmapTables } from '../moves/unmap';
import type { Theme } from '../theme';

/** Which size each leaf gets. */
export const pageSizes: Theme = {
  name: 'page-sizes',
  what: 'boundaries of page sizes, and several sizes in one map',
  wishes: {
    pageSizesV1: new Weights([
      [50, 'all'],
      [5, '4k'],
      [15, 'v2'],
      [20, 'some with 4k'],
      [10, 'some without 4k'],
    ]),
  },
  moves: new Weights([
    [22, mapStairs],
    [14, mapOverBoundary],
    [8, mapSize],
    [3, mapEqualNeighbours],
    [1, mapTwisted],
    [2, mapTooShort],
    [5, mapNear],
    [3, mapNext],
    [6, mapHole],
    [14, unmapLive],
    [5, unmapFront],
    [4, unmapInLeaf],
    [4, unmapTables],
    [7, lookupLive],
    [5, lookupEdge],
  ]),
};
