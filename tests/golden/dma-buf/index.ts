/** Golden examples of dma-mmio.md 10.1, 10.2, 10.3, 10.7, and the tables of 1.5 and 1.7. */
import { ENTRY_ROWS } from './entries';
import { EXPORT_ROWS } from './export';
import { IOMMUFD_ROWS } from './iommufd';
import { LIFE_CYCLE_ROWS } from './life-cycle';
import { STATE_ROWS } from './states';
import { TRIGGER_ROWS } from './triggers';

export const GOLDEN_DMA_BUF = [
  ...EXPORT_ROWS,
  ...LIFE_CYCLE_ROWS,
  ...ENTRY_ROWS,
  ...IOMMUFD_ROWS,
  ...STATE_ROWS,
  ...TRIGGER_ROWS,
];
