import { classicParts } from './core/classic';
import { coreParts } from './core/core';
import { mapSgParts } from './core/map-sg';
import { dirtyParts } from './dirty/dirty';
import { commandParts } from './flush/commands';
import { gatherParts } from './flush/gather';
import { amdV1Parts } from './formats/amdv1';
import { amdV2Parts } from './formats/amdv2';
import { commonEntryParts } from './formats/common';
import { sizeParts } from './formats/sizes';
import { oldDirtyParts } from './io-pgtable/dirty';
import { fetchParts } from './io-pgtable/fetch';
import { oldMapV1Parts } from './io-pgtable/map-v1';
import { oldMapV2Parts } from './io-pgtable/map-v2';
import { oldUnmapParts } from './io-pgtable/unmap';
import { lookupParts } from './lookup';
import { mapCheckParts } from './map/checks';
import { growParts } from './map/grow';
import { mapRangeParts } from './map/map-range';
import { placeParts } from './map/place';
import { unlinkParts } from './map/unlink';
import type { Parts } from './parts';
import { tableParts } from './tables';
import { unmapParts } from './unmap/unmap';

/** The in-box implementation as the document has it. Exhibits replace one of these. */
export const standardParts: Parts = {
  ...amdV1Parts,
  ...amdV2Parts,
  ...commonEntryParts,
  ...sizeParts,
  ...tableParts,
  ...mapCheckParts,
  ...mapRangeParts,
  ...placeParts,
  ...unlinkParts,
  ...growParts,
  ...unmapParts,
  ...lookupParts,
  ...dirtyParts,
  ...gatherParts,
  ...commandParts,
  ...coreParts,
  ...classicParts,
  ...mapSgParts,
  ...oldMapV1Parts,
  ...oldMapV2Parts,
  ...oldUnmapParts,
  ...fetchParts,
  ...oldDirtyParts,
};
