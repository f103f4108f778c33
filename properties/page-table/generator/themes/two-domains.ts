import { Weights } from '../../../engine/draw';
import { sync } from '../moves/gather';
import { lookupEdge, lookupLive, lookupNear } from '../moves/look';
import { mapAcross, mapHole, mapNear, mapNext, mapOverEmptied } from '../moves/map';
import { feed, starve } from '../moves/memory';
import { mapSg } from '../moves/sg';
import { fillTable } from '../moves/tables';
import { unmapFront, unmapLive, unmapNear } from '../moves/unmap';
import type { Theme } from '../theme';

/** What is done to one domain must not show in the other. */
export const twoDomains: Theme = {
  name: 'two-domains',
  what: 'two domains with the same addresses in use (PT-172)',
  wishes: { domains: new Weights([[1, 2]]) },
  moves: new Weights([
    [28, mapNear],
    [6, mapNext],
    [5, mapHole],
    [4, mapAcross],
    [3, mapOverEmptied],
    [5, fillTable],
    [4, mapSg],
    [20, unmapLive],
    [4, unmapFront],
    [2, unmapNear],
    [12, lookupLive],
    [4, lookupEdge],
    [3, lookupNear],
    [4, sync],
    [1, starve],
    [2, feed],
  ]),
};
