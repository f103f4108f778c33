/** The model of device access: one DMA request, from the DTE to the RMP check. rmp.md 4. */
import type { DeviceAccessConfig } from '../vocabulary/device-access/config';
import type { DeviceAccessOp } from '../vocabulary/device-access/op';
import type { DeviceOutcome } from '../vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../vocabulary/device-access/view';
import type { Machine } from '../vocabulary/plain';
import { DeviceAccessMachine } from './machine';

/** A model in the state that `config` describes. Throws RmpConfigError if no machine can have it. */
export const createDeviceAccessModel = (
  config: DeviceAccessConfig,
): Machine<DeviceAccessOp, DeviceOutcome, DeviceAccessView> => new DeviceAccessMachine(config);
