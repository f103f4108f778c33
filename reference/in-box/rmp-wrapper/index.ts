export { Errno } from './errno';
export type { WrapperParts } from './parts';
export { standardWrapperParts } from './standard-parts';
export { inBoxWrapperSubject, type WrapperSubject } from './subject';
