import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import { inBoxDeviceAccessSubject } from '../../in-box/device-access';
import { loadExhibits } from '../load-exhibits';
import type { DeviceAccessExhibit } from './exhibit';

export type { DeviceAccessExhibit } from './exhibit';

let all: readonly DeviceAccessExhibit[] | null = null;

/** All exhibits of the device-access machine, by the rule that convicts them. */
export const deviceAccessExhibits = (): readonly DeviceAccessExhibit[] =>
  (all ??= loadExhibits<DeviceAccessExhibit>(__dirname));

/** The in-box device access with the exhibit's bug. */
export const deviceAccessExhibitSubject = ({
  name,
  parts,
  rmpParts,
}: DeviceAccessExhibit): MachineSubject<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView> =>
  inBoxDeviceAccessSubject(`exhibit:${name}`, parts, rmpParts);
