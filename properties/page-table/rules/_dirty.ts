import type { Leaf } from '../../../model/vocabulary';
import { RangeKind, type Step } from '../step';
import { completed } from './_range';

/** True if every item of the group holds the entry: only then is its dirty bit that of one entry. */
export const isWholeEntry = (leaf: Leaf): boolean => leaf.found === leaf.items;

/** True if the op read the dirty bits of a range. */
export const didRead = (step: Step): boolean =>
  step.outcome.ret === 0 && step.range === RangeKind.proper && step.config.domainType === 'paging' && completed(step);
