import { createDmaBufModel } from '../../model/dma-buf';
import { DMA_BUF_ASSUMPTION_POSITIONS, type DmaBufAssumptionName } from '../../model/vocabulary/dma-buf/assumption';
import type { DmaBufConfig } from '../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../model/vocabulary/dma-buf/view';
import type { PlainMachine } from '../plain/machine';
import { allRules } from './catalogue';
import { compareOutcome } from './compare';
import { compareState } from './compare-state';
import { DmaBufSource } from './generator/source';
import { simplerConfigs, simplerOps } from './simpler';
import { describeConfig, describeOp, describeOutcome } from './words';

/** True if something was made, mapped, told or waited for. */
const isActive = ({ op }: DmaBufOp, { value, events }: DmaBufOutcome): boolean =>
  events.length > 0 || (value === 0 && op !== 'pin' && op !== 'unpin');

/** Export of BARs as dma-bufs, and what becomes of them: dma-mmio.md 1, 2, 6. */
export const dmaBufMachine: PlainMachine<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView> & {
  readonly name: 'dma-buf';
} = {
  name: 'dma-buf',
  start: createDmaBufModel,
  source: (assumptions) => new DmaBufSource(assumptions),
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
    for (const assumption of Object.keys(DMA_BUF_ASSUMPTION_POSITIONS) as DmaBufAssumptionName[])
      for (const position of DMA_BUF_ASSUMPTION_POSITIONS[assumption])
        if (position !== config.assumptions[assumption])
          yield {
            assumption,
            position,
            config: { ...config, assumptions: { ...config.assumptions, [assumption]: position } },
          };
  },
  simplerConfigs,
};
