import { Weights } from '../../../engine/draw';
import { mapEqualNeighbours, mapSize } from '../moves/large';
import { lookupLive } from '../moves/look';
import { mapAgain, mapNear, mapNext, mapOverEmptied } from '../moves/map';
import { mapAlias, mapBar, mapRamBesideMmio } from '../moves/mmio';
import { mapSg } from '../moves/sg';
import { unmapFront, unmapLive } from '../moves/unmap';
import { mapSgWithEmpty } from '../moves/odd-sg';
import type { Theme } from '../theme';

/** Encrypted memory and device memory side by side. */
export const ramMmio: Theme = {
  name: 'ram-mmio',
  what: 'RAM and MMIO side by side, also physically adjacent, mostly with memory encryption on',
  wishes: {
    smeBitV1: new Weights([
      [10, null],
      [37, 51],
      [37, 47],
      [4, 20],
      [6, 29],
      [6, 38],
    ]),
  },
  moves: new Weights([
    [16, mapRamBesideMmio],
    [14, mapBar],
    [6, mapAlias],
    [12, mapNear],
    [6, mapNext],
    [4, mapSize],
    [2, mapEqualNeighbours],
    [3, mapAgain],
    [3, mapOverEmptied],
    [4, mapSg],
    [1, mapSgWithEmpty],
    [16, unmapLive],
    [4, unmapFront],
    [10, lookupLive],
  ]),
};
