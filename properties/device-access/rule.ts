import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, DeviceAccessOpName } from '../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import type { PlainRelationRule, PlainRule, PlainStepRule } from '../plain/rule';
import type { PlainStep, Run } from '../plain/step';

/** One op of the device-access machine, as a rule sees it. */
export type DeviceStep = PlainStep<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;
/** One run of a trace of the device-access machine. */
export type DeviceRun = Run<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;

type StepRuleOf = PlainStepRule<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;
export interface DeviceStepRule extends StepRuleOf {
  readonly on: readonly DeviceAccessOpName[];
}
export type DeviceRelationRule = PlainRelationRule<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;
export type DeviceRule = PlainRule<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;
