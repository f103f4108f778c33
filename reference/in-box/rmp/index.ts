export type { AccessKind, RmpHardware } from './hardware';
export { InBoxRmp } from './in-box';
export type { RmpParts } from './parts';
export { standardRmpParts } from './standard-parts';
export { createInBoxRmp, inBoxRmpSubject } from './subject';
export type { UpdateRequest } from './update-request';
export * from './writer';
