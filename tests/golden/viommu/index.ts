/** Golden examples of the viommu machine: fault table of dma-mmio.md 8.6, obligations of 8.4, BG108 to BG110. */
import { SETUP_ROWS } from './setup';
import { TEARDOWN_ROWS } from './teardown';

export const GOLDEN_VIOMMU = [...SETUP_ROWS, ...TEARDOWN_ROWS];
