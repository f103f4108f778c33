import { Weights } from '../../../engine/draw';
import { readLive, readPart, readWide, touch, touchAndRead, touchNear } from '../moves/dirty';
import { readBytesOfPage, readIntoEntry } from '../moves/byte-ranges';
import { sync } from '../moves/gather';
import { mapEqualNeighbours, mapSize } from '../moves/large';
import { mapAgain, mapNear, mapNext } from '../moves/map';
import { unmapFront, unmapLive } from '../moves/unmap';
import { readAcross, readToTheEnd, touchAndReadPage, touchEqualNeighbour } from '../moves/odd-dirty';
import type { Theme } from '../theme';

/** Dirty tracking. */
export const dirty: Theme = {
  name: 'dirty',
  what: 'the hardware writes, software reads and clears, over whole and parts of entries',
  wishes: {
    // v2 has no dirty tracking in software: a few cases show that it says so.
    format: new Weights([
      [95, 'amdv1'],
      [5, 'amdv2'],
    ]),
  },
  moves: new Weights([
    [18, mapNear],
    [8, mapSize],
    [2, mapEqualNeighbours],
    [3, mapNext],
    [2, mapAgain],
    [18, touch],
    [8, touchAndRead],
    [2, touchNear],
    [12, readLive],
    [7, readPart],
    [4, readWide],
    [4, readAcross],
    [4, touchAndReadPage],
    [4, touchEqualNeighbour],
    [4, readBytesOfPage],
    [4, readIntoEntry],
    [2, readToTheEnd],
    [10, unmapLive],
    [3, unmapFront],
    [3, sync],
  ]),
};
