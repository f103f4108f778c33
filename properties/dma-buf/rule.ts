import type { DmaBufConfig } from '../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../model/vocabulary/dma-buf/view';
import type { PlainEndRule, PlainRule, PlainStepRule } from '../plain/rule';
import type { EndOfTrace, PlainStep } from '../plain/step';

/** The shapes of properties/plain, for this machine. */
export type DmaBufRule = PlainRule<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView>;
export type DmaBufStepRule = PlainStepRule<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView>;
export type DmaBufEndRule = PlainEndRule<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView>;
export type DmaBufStep = PlainStep<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView>;
export type DmaBufRun = EndOfTrace<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView>;
