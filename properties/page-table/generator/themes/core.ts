import { Weights } from '../../../engine/draw';
import { readLive, touch } from '../moves/dirty';
import { sync } from '../moves/gather';
import { lookupEdge, lookupLive } from '../moves/look';
import { mapAgain, mapHole, mapNear, mapNext } from '../moves/map';
import { mapSg } from '../moves/sg';
import { unmapFront, unmapLive, unmapPast, unmapTwice } from '../moves/unmap';
import type { Theme } from '../theme';

/** What a driver does all day. */
export const core: Theme = {
  name: 'core',
  what: 'well-formed maps, unmaps and lookups, as a driver issues them',
  wishes: {},
  moves: new Weights([
    [22, mapNear],
    [10, mapNext],
    [6, mapHole],
    [3, mapAgain],
    [5, mapSg],
    [18, unmapLive],
    [4, unmapFront],
    [2, unmapPast],
    [1, unmapTwice],
    [15, lookupLive],
    [5, lookupEdge],
    [4, sync],
    [3, touch],
    [2, readLive],
  ]),
};
