export { InBoxDmaApi } from './in-box';
export type { DmaApiParts } from './parts';
export { standardDmaApiParts } from './standard-parts';
export { createInBoxDmaApi, inBoxDmaApiSubject } from './subject';
