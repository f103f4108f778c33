import type { ViommuConfig } from '../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../model/vocabulary/viommu/view';
import type { PlainEndRule, PlainRule, PlainStepRule } from '../plain/rule';
import type { EndOfTrace, PlainStep } from '../plain/step';

/** The shapes of properties/plain, for this machine. */
export type ViommuRule = PlainRule<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;
export type ViommuStepRule = PlainStepRule<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;
export type ViommuEndRule = PlainEndRule<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;
export type ViommuStep = PlainStep<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;
export type ViommuRun = EndOfTrace<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;
