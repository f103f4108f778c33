import { Weights } from '../../../engine/draw';
import { readPart, touch } from '../moves/dirty';
import { mapTall } from '../moves/growth';
import { mapEqualNeighbours, mapSize, mapStairs } from '../moves/large';
import { lookupEdge, lookupLive } from '../moves/look';
import { mapInside, mapOverEmptied } from '../moves/map';
import { unmapBytes, unmapInLeaf, unmapLive, unmapPast } from '../moves/unmap';
import type { Theme } from '../theme';

/** Every contiguous size of v1, up to 2 PiB, and the decoding of it. */
export const largePages: Theme = {
  name: 'large-pages',
  what: 'every page size that the format has, up to the terabytes',
  wishes: {
    vaszV1: new Weights([
      [30, 48],
      [30, 57],
      [40, 64],
    ]),
    pageSizesV1: new Weights([
      [90, 'all'],
      [10, 'some with 4k'],
    ]),
  },
  moves: new Weights([
    [30, mapSize],
    [8, mapTall],
    [6, mapEqualNeighbours],
    [6, mapStairs],
    [5, mapInside],
    [3, mapOverEmptied],
    [18, unmapLive],
    [4, unmapInLeaf],
    [3, unmapPast],
    [1, unmapBytes],
    [8, lookupLive],
    [4, lookupEdge],
    [3, touch],
    [2, readPart],
  ]),
};
