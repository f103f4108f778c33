/** The device-access machine on the stand: one DMA request, its tables, the IOTLB and the RMP check. rmp.md 4. */
import { createDeviceAccessModel } from '../../model/device-access';
import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import type { PlainMachine } from '../plain/machine';
import { alternativesOf } from '../rmp/alternatives';
import { isActive } from './activity';
import { deviceAccessRules } from './catalogue';
import { compareOutcome, compareState } from './compare';
import { describeConfig, describeOp } from './describe';
import { DeviceAccessSource } from './generator';
import { resultText } from './outcome-text';
import { simplerConfigs, simplerOps } from './simpler';

type DeviceAccessMachine = PlainMachine<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;

export const deviceAccessMachine: DeviceAccessMachine & { readonly name: 'device-access' } = {
  name: 'device-access',
  start: createDeviceAccessModel,
  source: (assumptions) => new DeviceAccessSource(assumptions),
  rules: deviceAccessRules,
  compareOutcome,
  compareState,
  isActive,
  describeConfig,
  describeOp,
  describeOutcome: resultText,
  alternatives: (config) =>
    alternativesOf(config.rmp.assumptions, (assumptions) => ({ ...config, rmp: { ...config.rmp, assumptions } })),
  simplerOps,
  simplerConfigs,
};
