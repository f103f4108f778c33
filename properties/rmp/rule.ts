import type { RmpConfig } from '../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import type { PlainEndRule, PlainRelationRule, PlainRule, PlainStepRule, PlainUntestedRule } from '../plain/rule';
import type { EndOfTrace, PlainStep } from '../plain/step';

/** The shapes of properties/plain, for this machine. */
export type RmpRule = PlainRule<RmpConfig, RmpOp, RmpOutcome, RmpView>;
export type RmpStepRule = PlainStepRule<RmpConfig, RmpOp, RmpOutcome, RmpView>;
export type RmpEndRule = PlainEndRule<RmpConfig, RmpOp, RmpOutcome, RmpView>;
export type RmpRelationRule = PlainRelationRule<RmpConfig, RmpOp, RmpOutcome, RmpView>;
export type RmpUntestedRule = PlainUntestedRule;
export type RmpStep = PlainStep<RmpConfig, RmpOp, RmpOutcome, RmpView>;
export type RmpRun = EndOfTrace<RmpConfig, RmpOp, RmpOutcome, RmpView>;
