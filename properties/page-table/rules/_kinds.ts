import { OpKind } from '../../../model/vocabulary';

/** Kinds of op that may create leaves. */
export const MAPS: readonly OpKind[] = [OpKind.map, OpKind.mapPages, OpKind.iommuMap, OpKind.iommuMapSg];
/** Kinds of op that remove leaves on request. */
export const UNMAPS: readonly OpKind[] = [OpKind.unmap, OpKind.iommuUnmap];
/** Kinds of op that may change tables at all. */
export const CHANGES: readonly OpKind[] = [...MAPS, ...UNMAPS];
/** Every kind of op. */
export const ALL_KINDS: readonly OpKind[] = Object.values(OpKind);
