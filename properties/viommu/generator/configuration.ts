import type { ViommuAssumptions } from '../../../model/vocabulary/viommu/assumption';
import {
  SUBREGION_BYTES,
  SUBREGION_PAGES,
  type MemoryBlock,
  type ViommuConfig,
} from '../../../model/vocabulary/viommu/config';
import { Weights, type Draw } from '../../engine/draw';
import {
  HIGH_MEMORY,
  LOW_MEMORY,
  MISSING_BLOCKS,
  NO_TRANSLATION_PERCENT,
  SCARCE_PERCENT,
  SPARE_BLOCKS,
} from './bounds';

/** Mostly one, so that small traces are found at once; two share memory and domain IDs, a third one looks on. */
const IOMMU_COUNTS = new Weights([
  [5, 1],
  [3, 2],
  [2, 3],
]);
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

/** Memory on two nodes: mostly enough for all IOMMUs, and a little more. */
export function drawConfig(draw: Draw, assumptions: ViommuAssumptions): ViommuConfig {
  const iommus = Array.from({ length: draw.weighted(IOMMU_COUNTS) }, () => ({ node: draw.weighted(NODES) }));
  const needed = 4 * iommus.length;
  const isScarce = draw.chance(SCARCE_PERCENT);
  const blocks = isScarce ? needed - 1 - draw.int(MISSING_BLOCKS) : needed + draw.int(SPARE_BLOCKS);
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
