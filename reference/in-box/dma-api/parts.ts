import type { CcParts } from './parts/cc';
import type { DmaParts } from './parts/dma';
import type { IommuParts } from './parts/iommu';
import type { IovaParts } from './parts/iova';
import type { P2pParts } from './parts/p2p';
import type { SgParts } from './parts/sg';

/** All parts of the in-box DMA API. An exhibit replaces one; a replaced part may call `standardDmaApiParts`. */
export interface DmaApiParts extends P2pParts, CcParts, DmaParts, IommuParts, IovaParts, SgParts {}
