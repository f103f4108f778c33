import { createType1Model } from '../../model/vfio-type1';
import { TYPE1_ASSUMPTION_POSITIONS, type Type1AssumptionName } from '../../model/vocabulary/vfio-type1/assumption';
import type { Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../model/vocabulary/vfio-type1/view';
import type { PlainMachine } from '../plain/machine';
import { allRules } from './catalogue';
import { compareOutcome } from './compare';
import { compareState } from './compare-state';
import { Type1Source } from './generator/source';
import { simplerConfigs, simplerOps } from './simpler';
import { describeConfig, describeOp, describeOutcome } from './words';

/** A VFIO type1 container: pages are pinned, mapped in runs and taken back. dma-mmio.md 5. */
export const vfioType1Machine: PlainMachine<Type1Config, Type1Op, Type1Outcome, Type1View> & {
  readonly name: 'vfio-type1';
} = {
  name: 'vfio-type1',
  start: createType1Model,
  source: (assumptions) => new Type1Source(assumptions),
  get rules() {
    return allRules();
  },
  compareOutcome,
  compareState,
  isActive: (_op, { value, events }) => value === 0 || events.length > 0,
  describeConfig,
  describeOp,
  describeOutcome,
  simplerOps,
  *alternatives(config) {
    for (const assumption of Object.keys(TYPE1_ASSUMPTION_POSITIONS) as Type1AssumptionName[])
      for (const position of TYPE1_ASSUMPTION_POSITIONS[assumption])
        if (position !== config.assumptions[assumption])
          yield {
            assumption,
            position,
            config: { ...config, assumptions: { ...config.assumptions, [assumption]: position } },
          };
  },
  simplerConfigs,
};
