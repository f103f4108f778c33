import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { PicturedStep } from '../../plain/picture';

/** The breaking op of a device-access trace with the states around it. */
export type DeviceAccessStep = PicturedStep<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;
