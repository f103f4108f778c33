export { InBoxDmaBuf } from './in-box';
export type { DmaBufParts } from './parts';
export { standardDmaBufParts } from './standard-parts';
export { createInBoxDmaBuf, inBoxDmaBufSubject } from './subject';
