import { Weights } from '../../../engine/draw';
import {
  readMistaken,
  lookupAnywhere,
  unmapBeyond,
  unmapMisaligned,
  unmapNothing,
  unmapOddLength,
  unmapOddSizeV2,
  unmapWraps,
} from '../moves/hostile-range';
import {
  mapBeyondOa,
  mapBeyondSpace,
  mapCarriesCBit,
  mapFlagged,
  mapManyMistakes,
  mapMisaligned,
  mapNothing,
  mapOddSg,
  mapPagesMisalignedV1,
  mapPagesMisalignedV2,
  mapPagesOddSizeV2,
  mapTooShort,
  mapUnalignedLength,
  mapUnalignedLengthClassic,
  mapWithOddProt,
  mapWithoutPermission,
  mapWraps,
} from '../moves/hostile-map';
import { mapBetweenPages, unmapBetweenPages } from '../moves/hostile-sizes';
import { touchNear } from '../moves/dirty';
import { lookupLive } from '../moves/look';
import { mapLast } from '../moves/growth';
import { mapNear } from '../moves/map';
import { unmapBytes, unmapLive } from '../moves/unmap';
import { readToTheEndOld } from '../moves/odd-dirty';
import { mapSgInBytes, mapSgOfNothing, mapSgPastTheEnd, mapSgUnalignedLength, mapSgWithEmpty } from '../moves/odd-sg';
import type { Theme } from '../theme';

/** Arguments that no well-meaning caller would send. Those that may kill a subject are rare: they end the case. */
export const hostile: Theme = {
  name: 'hostile',
  what: 'arguments that are zero, unaligned, wrapping, beyond limits, or hold bits that do not belong',
  wishes: {
    oasz: new Weights([
      [60, 52],
      [10, 48],
      [10, 44],
      [10, 40],
      [10, 36],
    ]),
    // More masks without 4 KiB than elsewhere: what is aligned to a page need not be aligned to the smallest one.
    pageSizesV1: new Weights([
      [65, 'all'],
      [5, '4k'],
      [8, 'v2'],
      [7, 'some with 4k'],
      [15, 'some without 4k'],
    ]),
  },
  moves: new Weights([
    [40, mapNear],
    [10, mapLast],
    [24, unmapLive],
    [16, lookupLive],
    [6, mapCarriesCBit],
    [4, mapWithOddProt],
    [4, mapFlagged],
    [4, mapBeyondSpace],
    [4, mapBeyondOa],
    [4, mapWraps],
    [4, mapMisaligned],
    [4, mapBetweenPages],
    [3, mapWithoutPermission],
    [3, mapNothing],
    [3, mapTooShort],
    [4, mapManyMistakes],
    [2, mapOddSg],
    [4, mapSgWithEmpty],
    [1, mapSgOfNothing],
    [2, mapSgPastTheEnd],
    [3, mapSgInBytes],
    [1, mapSgUnalignedLength],
    [1, mapUnalignedLength],
    [3, mapUnalignedLengthClassic],
    [1, mapPagesMisalignedV1],
    [3, mapPagesMisalignedV2],
    [2, mapPagesOddSizeV2],
    [4, unmapBytes],
    [3, unmapNothing],
    [3, unmapWraps],
    [3, unmapBeyond],
    [3, unmapMisaligned],
    [2, unmapOddSizeV2],
    [2, unmapOddLength],
    [2, unmapBetweenPages],
    [3, lookupAnywhere],
    [3, readMistaken],
    [1, readToTheEndOld],
    [2, touchNear],
  ]),
};
