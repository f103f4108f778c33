import { Weights } from '../../../engine/draw';
import { mapBehindReach, mapFarAbove } from '../moves/growth';
import { mapStairs } from '../moves/large';
import { lookupLive } from '../moves/look';
import { mapHole, mapNear, mapNext } from '../moves/map';
import { feed, mapStarved, retry, starve, unmapStarved } from '../moves/memory';
import { fillTable } from '../moves/tables';
import { unmapLive, unmapTables } from '../moves/unmap';
import type { Theme } from '../theme';

/** Table allocation fails, at each place where it can. */
export const memoryPressure: Theme = {
  name: 'memory-pressure',
  what: 'allocation of tables fails at the first, second, third … of an op; retries',
  wishes: {},
  moves: new Weights([
    [9, starve],
    [5, feed],
    [11, mapStarved],
    [8, retry],
    [2, unmapStarved],
    [22, mapNear],
    [5, mapNext],
    [4, mapStairs],
    [4, fillTable],
    [3, mapBehindReach],
    [3, mapFarAbove],
    [3, mapHole],
    [12, unmapLive],
    [6, unmapTables],
    [8, lookupLive],
  ]),
};
