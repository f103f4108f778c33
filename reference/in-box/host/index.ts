export type { Context, Protocol } from './context';
export { hostSubject, InBoxHost } from './in-box';
export type { HostParts } from './parts';
export { standardHostParts } from './standard-parts';
