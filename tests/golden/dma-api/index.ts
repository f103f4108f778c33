/** Golden examples of dma-mmio.md 10.4, 10.5, and the tables of 3.3, 4.4, 4.5, 4.6 and 7.2. */
import { ASSUMPTION_ROWS } from './assumptions';
import { DIRECT_ROWS } from './direct';
import { IOVA_ROWS } from './iova';
import { P2P_ROWS } from './p2p';
import { PATH_ROWS } from './paths';
import { TRUTH_ROWS } from './truth-table';

export const GOLDEN_DMA_API = [
  ...P2P_ROWS,
  ...DIRECT_ROWS,
  ...TRUTH_ROWS,
  ...PATH_ROWS,
  ...IOVA_ROWS,
  ...ASSUMPTION_ROWS,
];
