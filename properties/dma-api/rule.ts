import type { DmaApiConfig } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../model/vocabulary/dma-api/view';
import type { PlainRelationRule, PlainRule, PlainStepRule } from '../plain/rule';
import type { EndOfTrace, PlainStep } from '../plain/step';

/** The shapes of properties/plain, for this machine. */
export type DmaApiRule = PlainRule<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;
export type DmaApiStepRule = PlainStepRule<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;
export type DmaApiRelationRule = PlainRelationRule<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;
export type DmaApiStep = PlainStep<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;
export type DmaApiRun = EndOfTrace<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;
