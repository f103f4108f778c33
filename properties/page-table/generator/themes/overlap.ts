import { Weights } from '../../../engine/draw';
import { lookupEdge, lookupLive } from '../moves/look';
import { mapSize } from '../moves/large';
import {
  mapAcross,
  mapAgain,
  mapBefore,
  mapHole,
  mapInside,
  mapLarger,
  mapNear,
  mapNext,
  mapOverEmptied,
} from '../moves/map';
import { mapSgInto } from '../moves/sg';
import {
  unmapBack,
  unmapBytes,
  unmapFront,
  unmapInLeaf,
  unmapLive,
  unmapNear,
  unmapPast,
  unmapTables,
  unmapTwice,
} from '../moves/unmap';
import type { Theme } from '../theme';

/** Ranges that meet. */
export const overlap: Theme = {
  name: 'overlap',
  what: 'maps over what is mapped or was, unmaps of parts, of too much and of holes',
  wishes: {},
  moves: new Weights([
    [18, mapNear],
    [5, mapNext],
    [4, mapBefore],
    [4, mapAgain],
    [7, mapAcross],
    [6, mapInside],
    [5, mapLarger],
    [5, mapHole],
    [5, mapOverEmptied],
    [4, mapSize],
    [2, mapSgInto],
    [5, unmapLive],
    [6, unmapFront],
    [6, unmapBack],
    [4, unmapPast],
    [3, unmapInLeaf],
    [3, unmapTables],
    [2, unmapNear],
    [1, unmapTwice],
    [1, unmapBytes],
    [3, lookupLive],
    [3, lookupEdge],
  ]),
};
