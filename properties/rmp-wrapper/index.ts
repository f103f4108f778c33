import { createWrapperModel } from '../../model/rmp-wrapper';
import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../model/vocabulary/rmp-wrapper/view';
import type { PlainMachine } from '../plain/machine';
import { allRules } from './catalogue';
import { compareOutcome, compareState } from './compare';
import { simplerConfigs, simplerOps } from './simpler';
import { WrapperSource } from './source';
import { describeConfig, describeOp, describeOutcome } from './words';

/** True if an RMP instruction was issued, an entry was found, or pages were leaked. */
const isActive = ({ op }: WrapperOp, { events, value }: WrapperOutcome): boolean =>
  op === 'leak' ||
  (op === 'lookup' && value === 0) ||
  events.some(({ event }) => event === 'rmpupdate' || event === 'psmash' || event === 'split');

/** A host kernel's calls on the RMP: rmp.md 2.1, 2.2, 6. */
export const wrapperMachine: PlainMachine<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView> & {
  readonly name: 'rmp-wrapper';
} = {
  name: 'rmp-wrapper',
  start: createWrapperModel,
  source: (assumptions) => new WrapperSource(assumptions),
  get rules() {
    return allRules();
  },
  compareOutcome,
  compareState,
  isActive,
  describeConfig,
  describeOp,
  describeOutcome,
  simplerOps,
  simplerConfigs,
};
