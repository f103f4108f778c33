import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { correct } from './correct';
import { nothing } from './nothing';
import { smashRmpOnly } from './private-half';
import { eachLockedRegion, eachRegion } from './regions';
import { mapSharedAt4K, removeShared } from './shared-half';

/** `amd_iommu=nohugepages`, the remedy that upstream offers (rmp.md 4.7, NOHUGE): no T=1, 4K IO pages only. */
export const nohugepages: HostPolicy = {
  ...correct,
  name: 'nohugepages',
  what: 'T=0 only, 4K IO pages',
  mapShared: (view, range, t) =>
    t === 1 ? nothing() : eachLockedRegion(range, (part) => mapSharedAt4K(view, part, t)),
  mapPrivate: nothing,
  beforeShared: nothing,
  smash: (_view, region) => smashRmpOnly(region),
  beforeFree: (view, range) => eachRegion(range, (part) => removeShared(view, part)),
};
