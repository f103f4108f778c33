import { accessParts } from './cc/access';
import { aliasParts } from './cc/alias';
import { lockParts } from './cc/lock';
import { bounceParts } from './dma/bounce';
import { cacheParts } from './dma/cache';
import { directParts } from './dma/direct';
import { dispatchParts } from './dma/dispatch';
import { reachParts } from './dma/reach';
import { legacyParts } from './iommu/legacy';
import { iommuMapParts } from './iommu/map';
import { protParts } from './iommu/prot';
import { tableParts } from './iommu/table-calls';
import { linkParts } from './iova/link';
import { reservationParts } from './iova/reservation';
import { unlinkParts } from './iova/unlink';
import { providerParts } from './p2p/provider';
import { routeParts } from './p2p/route';
import { whitelistParts } from './p2p/whitelist';
import type { DmaApiParts } from './parts';
import { eachParts } from './sg/each';
import { togetherParts } from './sg/together';

/** The in-box DMA API as the document has it. Exhibits replace one of these. */
export const standardDmaApiParts: DmaApiParts = {
  ...routeParts,
  ...whitelistParts,
  ...providerParts,
  ...aliasParts,
  ...accessParts,
  ...lockParts,
  ...dispatchParts,
  ...reachParts,
  ...cacheParts,
  ...directParts,
  ...bounceParts,
  ...protParts,
  ...tableParts,
  ...iommuMapParts,
  ...legacyParts,
  ...reservationParts,
  ...linkParts,
  ...unlinkParts,
  ...eachParts,
  ...togetherParts,
};
