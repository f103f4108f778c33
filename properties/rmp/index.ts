import { createRmpModel } from '../../model/rmp';
import type { RmpConfig } from '../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import type { PlainMachine } from '../plain/machine';
import { isActive } from './active';
import { alternativesOf } from './alternatives';
import { allRules } from './catalogue';
import { compareOutcome, compareState } from './compare';
import { describeConfig, describeOp } from './describe';
import { RmpSource } from './generator/source';
import { rmpText } from './outcome-text';
import { simplerConfigs, simplerOps } from './simpler';

/** The RMP, its instructions and commands, and the checks of CPU accesses: rmp.md 1 to 3. */
export const rmpMachine: PlainMachine<RmpConfig, RmpOp, RmpOutcome, RmpView> & { readonly name: 'rmp' } = {
  name: 'rmp',
  start: createRmpModel,
  source: (assumptions) => new RmpSource(assumptions),
  get rules() {
    return allRules();
  },
  compareOutcome,
  compareState,
  isActive,
  describeConfig,
  describeOp,
  describeOutcome: rmpText,
  simplerOps,
  alternatives: (config) => alternativesOf(config.assumptions, (assumptions) => ({ ...config, assumptions })),
  simplerConfigs,
};
