export { type DeviceHardware, NO_PASID } from './hardware';
export { InBoxDeviceAccess } from './in-box';
export type { DeviceAccessParts } from './parts';
export { standardDeviceAccessParts } from './standard-parts';
export { createInBoxDeviceAccess, inBoxDeviceAccessSubject } from './subject';
