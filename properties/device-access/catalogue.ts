import { loadRules } from '../engine/load-rules';
import type { DeviceRule } from './rule';

/** All rules of the device-access machine, by ID. */
export const deviceAccessRules: readonly DeviceRule[] = loadRules<DeviceRule>(__dirname);
