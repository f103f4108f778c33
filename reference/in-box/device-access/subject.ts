import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { RmpParts } from '../rmp/parts';
import { createInBoxRmp } from '../rmp/subject';
import { InBoxDeviceAccess } from './in-box';
import type { DeviceAccessParts } from './parts';
import { standardDeviceAccessParts } from './standard-parts';

const VERSION = '1';

/** The in-box device access, with some parts replaced, of its own or of the RMP below it. */
export const createInBoxDeviceAccess = (
  config: DeviceAccessConfig,
  parts: Partial<DeviceAccessParts> = {},
  rmpParts: Partial<RmpParts> = {},
): InBoxDeviceAccess =>
  new InBoxDeviceAccess(config, { ...standardDeviceAccessParts, ...parts }, createInBoxRmp(config.rmp, rmpParts));

/** The same as a subject on the stand. */
export const inBoxDeviceAccessSubject = (
  name: string,
  parts: Partial<DeviceAccessParts> = {},
  rmpParts: Partial<RmpParts> = {},
): MachineSubject<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView> => ({
  name,
  version: VERSION,
  start: (config) => createInBoxDeviceAccess(config, parts, rmpParts),
});
