import { createViommuModel } from '../../model/viommu';
import { VIOMMU_ASSUMPTION_POSITIONS, type ViommuAssumptionName } from '../../model/vocabulary/viommu/assumption';
import type { ViommuConfig } from '../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../model/vocabulary/viommu/view';
import type { PlainMachine } from '../plain/machine';
import { allRules } from './catalogue';
import { compareOutcome } from './compare';
import { compareState } from './compare-state';
import { ViommuSource } from './generator/source';
import { simplerConfigs, simplerOps } from './simpler';
import { describeConfig, describeOp, describeOutcome } from './words';

/** True if a step was taken, memory reached, or the device-table entry changed. */
const isActive = ({ op }: ViommuOp, { value, reached, events }: ViommuOutcome): boolean =>
  events.length > 0 || reached !== null || (value === 0 && (op === 'setDte' || op === 'clearDte'));

/** The private region of AMD's vIOMMU, its setup and its teardown: dma-mmio.md 8. */
export const viommuMachine: PlainMachine<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView> & {
  readonly name: 'viommu';
} = {
  name: 'viommu',
  start: createViommuModel,
  source: (assumptions) => new ViommuSource(assumptions),
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
  *alternatives(config) {
    for (const assumption of Object.keys(VIOMMU_ASSUMPTION_POSITIONS) as ViommuAssumptionName[])
      for (const position of VIOMMU_ASSUMPTION_POSITIONS[assumption])
        if (position !== config.assumptions[assumption])
          yield {
            assumption,
            position,
            config: { ...config, assumptions: { ...config.assumptions, [assumption]: position } },
          };
  },
  simplerConfigs,
};
