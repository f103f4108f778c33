import type { ViommuAssumptions } from '../../../model/vocabulary/viommu/assumption';
import {
  SUBREGION_BYTES,
  SUBREGION_PAGES,
  type MemoryBlock,
  type ViommuConfig,
} from '../../../model/vocabulary/viommu/config';
import { Weights, type Draw } from '../../engine/draw';
import { HIGH_MEMORY, LOW_MEMORY, MOST_IOMMUS, NO_TRANSLATION_PERCENT, SPARE_BLOCKS } from './bounds';

const NODES = new Weights<number | null>([
  [5, 0],
  [3, 1],
  [1, null],
]);
const C_BITS = new Weights<number | null>([
  [4, 51],
  [1, 47],
  [5, null],
]);
const STALE_PAGES = [0, 1, SUBREGION_PAGES];

/** Memory for all IOMMUs and a little more, on two nodes. */
export function drawConfig(draw: Draw, assumptions: ViommuAssumptions): ViommuConfig {
  const iommus = Array.from({ length: 1 + draw.int(MOST_IOMMUS) }, () => ({ node: draw.weighted(NODES) }));
  const blocks = 4 * iommus.length + draw.int(SPARE_BLOCKS);
  return {
    assumptions,
    cBit: draw.weighted(C_BITS),
    hostTranslation: !draw.chance(NO_TRANSLATION_PERCENT),
    iommus,
    memory: Array.from({ length: blocks }, (_, i) => drawBlock(draw, i)),
  };
}

const drawBlock = (draw: Draw, index: number): MemoryBlock => ({
  spa: (draw.chance(50) ? LOW_MEMORY : HIGH_MEMORY) + index * SUBREGION_BYTES,
  node: draw.chance(60) ? 0 : 1,
  stalePages: draw.pick(STALE_PAGES),
});
