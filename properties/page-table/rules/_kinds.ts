import { OpKind } from '../../../model/vocabulary/op';
import { ALL_MAPS, UNMAPS } from './_on';

/** Kinds of op that may change the tree of tables. */
export const CHANGES: readonly OpKind[] = [...ALL_MAPS, ...UNMAPS];
/** Every kind of op. */
export const ALL_KINDS: readonly OpKind[] = Object.values(OpKind);
