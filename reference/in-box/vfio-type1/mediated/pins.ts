import type { Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { Mapping } from '../objects/mapping';
import { bytesOf, pagesOf } from '../page';

/** Has the container pinned a page of RAM for this IOVA? It is locked then, whoever else pins one. */
export const holdsRam = ({ classes, iova: start }: Mapping, iova: bigint): boolean =>
  classes.at(pagesOf(iova - start)) === 'ram';

/** Pages from `iova` on for which the mediated device has pinned RAM: they are locked already. dma-mmio.md 5.3. */
export function pinnedByMediated(mapping: Mapping, iova: bigint, pages: Pages): Pages {
  let found = 0;
  const end = iova + bytesOf(pages);
  for (const [at, { isRam }] of mapping.mediatedPins) if (isRam && iova <= at && at < end) found++;
  return found;
}

/** Those of them for which the container has pinned RAM as well: locked once, and still locked when one of the two lets go. */
export function pinnedByBoth(mapping: Mapping, iova: bigint, pages: Pages): Pages {
  let found = 0;
  const end = iova + bytesOf(pages);
  for (const [at, { isRam }] of mapping.mediatedPins)
    if (isRam && iova <= at && at < end && holdsRam(mapping, at)) found++;
  return found;
}
