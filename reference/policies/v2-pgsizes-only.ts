import { sharedWindow } from '../../model/vocabulary/host/layout';
import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { mapByAlignment } from './by-alignment';
import { nohugepages } from './nohugepages';
import { nothing } from './nothing';
import { eachLockedRegion } from './regions';

const V2_SIZES = [30, 21, 12];

/** `amd_iommu=v2_pgsizes_only` (rmp.md 4.7): right as long as shared memory is never private memory. */
export const v2PgsizesOnly: HostPolicy = {
  ...nohugepages,
  name: 'v2-pgsizes-only',
  what: '4K, 2M and 1G IO pages by alignment, T=0 only; meant for separate backing',
  mapShared: ({ config }, range, t) =>
    t === 1
      ? nothing()
      : eachLockedRegion(range, (part) => mapByAlignment(part, sharedWindow(config, part.guest, t)!, false, V2_SIZES)),
};
