import type { Pages } from '../vocabulary/vfio-type1/area';
import type { Container, Mapping, Run } from './state';

/** Pages of `frames` from `page` on that the mediated device has pinned: they are charged already. */
export function chargedPages({ mediated }: Mapping, page: number, frames: Pages): Pages {
  let charged = 0;
  for (const [at, { ram }] of mediated) if (ram && at >= page && at < page + frames) charged++;
  return charged;
}

/** Each page of a mapping that is RAM and pinned counts once, whoever pinned it. dma-mmio.md 5.3. */
function lockedOf({ runs, ramPages, mediated }: Mapping): Pages {
  let pages = ramPages;
  for (const [page, { ram }] of mediated) if (ram && !isRamOf(runs, page)) pages++;
  return pages;
}

/** True if the container has pinned RAM for this page. */
export const isRamOf = (runs: readonly Run[] | null, page: number): boolean =>
  runs?.some((run) => run.pageClass === 'ram' && page >= run.page && page < run.page + run.frames) ?? false;

/** mm.locked_vm. */
export const lockedPages = ({ config, mappings }: Container): Pages =>
  mappings.reduce((pages, mapping) => pages + lockedOf(mapping), config.locked);

/** The limit may be reached (VFIO-017), and CAP_IPC_LOCK lifts it. */
export const isOverLimit = (container: Container, more: Pages): boolean =>
  !container.config.capIpcLock && lockedPages(container) + more > container.config.lockLimit;
