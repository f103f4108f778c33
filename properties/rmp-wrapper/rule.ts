import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../model/vocabulary/rmp-wrapper/view';
import type { PlainRule, PlainStepRule } from '../plain/rule';
import type { PlainStep } from '../plain/step';

/** The shapes of properties/plain, for this machine. */
export type WrapperRule = PlainRule<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView>;
export type WrapperStepRule = PlainStepRule<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView>;
export type WrapperStep = PlainStep<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView>;
