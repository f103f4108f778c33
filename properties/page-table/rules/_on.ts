import type { ObservationLevel } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';

/** The map op itself, by range or by page size and count. */
export const BARE_MAPS: readonly OpKind[] = [OpKind.map, OpKind.mapPages];
/** Maps of one physically contiguous run. */
export const RUN_MAPS: readonly OpKind[] = [OpKind.map, OpKind.mapPages, OpKind.iommuMap];
/** All kinds that may create leaves. */
export const ALL_MAPS: readonly OpKind[] = [OpKind.map, OpKind.mapPages, OpKind.iommuMap, OpKind.iommuMapSg];
/** The wrappers of the core that map. */
export const CORE_MAPS: readonly OpKind[] = [OpKind.iommuMap, OpKind.iommuMapSg];
/** All kinds that may remove leaves on request. */
export const UNMAPS: readonly OpKind[] = [OpKind.unmap, OpKind.iommuUnmap];

export const ENTRIES_AND_EFFECTS: readonly ObservationLevel[] = ['entries', 'effects'];
