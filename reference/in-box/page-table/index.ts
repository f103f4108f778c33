export { Domain } from './domain';
export { createInBox, InBox } from './in-box';
export type { Parts } from './parts';
export { EMPTY, LEAF, TABLE } from './item-class';
export { inBoxFor, partsFor } from './positions';
export { standardParts } from './standard-parts';
export { inBoxSubject } from './subject';
export { bug, Trap } from './trap';
