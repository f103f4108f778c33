import { eventParts } from './check/events';
import { iotlbParts } from './check/iotlb';
import { requestParts } from './check/request';
import { rmpCheckParts } from './check/rmp';
import { dteParts } from './dte/fields';
import { routeParts } from './dte/route';
import { encodeParts } from './mapper/encode';
import { mapParts } from './mapper/map';
import { specialParts } from './mapper/special';
import type { DeviceAccessParts } from './parts';
import { entryParts } from './walk/entries';
import { s1Parts } from './walk/s1';
import { s2Parts } from './walk/s2';

/** The in-box device access as the document has it. Exhibits replace one of these. */
export const standardDeviceAccessParts: DeviceAccessParts = {
  ...dteParts,
  ...routeParts,
  ...entryParts,
  ...s1Parts,
  ...s2Parts,
  ...requestParts,
  ...rmpCheckParts,
  ...iotlbParts,
  ...eventParts,
  ...encodeParts,
  ...mapParts,
  ...specialParts,
};
