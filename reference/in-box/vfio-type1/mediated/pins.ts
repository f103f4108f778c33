import type { Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { Mapping } from '../objects/mapping';
import { bytesOf } from '../page';

/** Pages of `ram` among those from `iova` on that the mediated device has pinned: they are locked already. dma-mmio.md 5.3. */
export function pinnedByMediated(mapping: Mapping, iova: bigint, pages: Pages): Pages {
  let found = 0;
  const end = iova + bytesOf(pages);
  for (const [at, { isRam }] of mapping.mediatedPins) if (isRam && iova <= at && at < end) found++;
  return found;
}
