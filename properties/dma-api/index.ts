import { createDmaApiModel } from '../../model/dma-api';
import { DMA_API_ASSUMPTION_POSITIONS, type DmaApiAssumptionName } from '../../model/vocabulary/dma-api/assumption';
import type { DmaApiConfig } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../model/vocabulary/dma-api/view';
import type { PlainMachine } from '../plain/machine';
import { allRules } from './catalogue';
import { compareOutcome } from './compare';
import { compareState } from './compare-state';
import { describeConfig } from './config-words';
import { DmaApiSource } from './generator/source';
import { simplerConfigs, simplerOps } from './simpler';
import { describeOp, describeOutcome } from './words';

/** True if something was mapped, unmapped or answered. */
const isActive = ({ op }: DmaApiOp, { value, events }: DmaApiOutcome): boolean =>
  events.length > 0 || (value !== null && value >= 0 && op !== 'tryAlloc' && op !== 'syncFor');

/** The DMA API, P2PDMA and the aliases of confidential computing: dma-mmio.md 3, 4, 7. */
export const dmaApiMachine: PlainMachine<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView> & {
  readonly name: 'dma-api';
} = {
  name: 'dma-api',
  start: createDmaApiModel,
  source: (assumptions) => new DmaApiSource(assumptions),
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
    for (const assumption of Object.keys(DMA_API_ASSUMPTION_POSITIONS) as DmaApiAssumptionName[])
      for (const position of DMA_API_ASSUMPTION_POSITIONS[assumption])
        if (position !== config.assumptions[assumption])
          yield {
            assumption,
            position,
            config: { ...config, assumptions: { ...config.assumptions, [assumption]: position } },
          };
  },
  simplerConfigs,
};
