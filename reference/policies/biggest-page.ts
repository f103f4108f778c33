import { sharedWindow } from '../../model/vocabulary/host/layout';
import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { mapByAlignment } from './by-alignment';
import { correct } from './correct';
import { privateWindow } from './flush';
import { eachLockedRegion } from './regions';

/** Every size of AMD v1 from 1G down. */
const V1_SIZES = Array.from({ length: 19 }, (_, k) => 30 - k);

/** What a mapper does that never heard of the RMP. */
export const biggestPage: HostPolicy = {
  ...correct,
  name: 'biggest-page',
  what: 'the largest IO page that alignment allows; the RMP is never consulted',
  mapShared: ({ config }, range, t) => mapByAlignment(range, sharedWindow(config, range.guest, t)!, false, V1_SIZES),
  mapPrivate: (_view, range) =>
    eachLockedRegion(range, (part) => mapByAlignment(part, privateWindow(part.guest), true, V1_SIZES)),
};
