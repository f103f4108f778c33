import type { Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../model/vocabulary/vfio-type1/view';
import type { PlainEndRule, PlainRelationRule, PlainRule, PlainStepRule } from '../plain/rule';
import type { EndOfTrace, PlainStep } from '../plain/step';

/** The shapes of properties/plain, for this machine. */
export type Type1Rule = PlainRule<Type1Config, Type1Op, Type1Outcome, Type1View>;
export type Type1StepRule = PlainStepRule<Type1Config, Type1Op, Type1Outcome, Type1View>;
export type Type1EndRule = PlainEndRule<Type1Config, Type1Op, Type1Outcome, Type1View>;
export type Type1RelationRule = PlainRelationRule<Type1Config, Type1Op, Type1Outcome, Type1View>;
export type Type1Step = PlainStep<Type1Config, Type1Op, Type1Outcome, Type1View>;
export type Type1Run = EndOfTrace<Type1Config, Type1Op, Type1Outcome, Type1View>;
