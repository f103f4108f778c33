export { InBoxViommu, KernelCrash } from './in-box';
export type { ViommuParts } from './parts';
export { standardViommuParts } from './standard-parts';
export { createInBoxViommu, inBoxViommuSubject } from './subject';
