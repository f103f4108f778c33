import { Weights } from '../../../engine/draw';
import { mapPair, sync, unmapTwoAndSync } from '../moves/gather';
import { readLive, touchAndRead } from '../moves/dirty';
import { lookupLive } from '../moves/look';
import { mapHole, mapNear, mapNext, mapOverEmptied } from '../moves/map';
import { fillTable } from '../moves/tables';
import { unmapFront, unmapLive, unmapPast, unmapTables } from '../moves/unmap';
import { readBytesOfPage, unmapTwoInBytes } from '../moves/byte-ranges';
import { unmapLong } from '../moves/long';
import { unmapAtTheEnd, unmapHoleBetween, unmapTheRest } from '../moves/odd-gather';
import type { Theme } from '../theme';

/** What must be invalidated, when, and in which order with freeing. */
export const gather: Theme = {
  name: 'gather',
  what: 'several unmaps into one gather, gaps, queued gathers, tables freed by a sync',
  wishes: {
    flush: new Weights([
      [45, 'range'],
      [55, 'no-gaps'],
    ]),
    queued: new Weights([
      [70, false],
      [30, true],
    ]),
    // Wide enough for ranges of 2^52 bytes and for the last byte of 64 bits, mostly without a C-bit in the middle.
    vaszV1: new Weights([
      [30, 48],
      [15, 57],
      [55, 64],
    ]),
    smeBitV1: new Weights([
      [40, null],
      [40, 51],
      [10, 47],
      [5, 20],
      [5, 38],
    ]),
  },
  moves: new Weights([
    [16, mapNear],
    [10, mapPair],
    [6, mapNext],
    [6, mapHole],
    [7, mapOverEmptied],
    [13, unmapLive],
    [9, fillTable],
    [8, unmapTwoAndSync],
    [4, unmapHoleBetween],
    [2, unmapTheRest],
    [2, unmapAtTheEnd],
    [8, unmapTwoInBytes],
    [5, unmapLong],
    [3, readBytesOfPage],
    [6, unmapTables],
    [4, unmapFront],
    [3, unmapPast],
    [10, sync],
    [3, touchAndRead],
    [2, readLive],
    [6, lookupLive],
  ]),
};
