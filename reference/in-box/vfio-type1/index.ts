export { InBoxType1 } from './in-box';
export type { Type1Parts } from './parts';
export type { MmioMarking } from './parts/marking';
export { standardType1Parts } from './standard-parts';
export { createInBoxType1, inBoxType1Subject } from './subject';
