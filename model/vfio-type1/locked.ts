import type { Pages } from '../vocabulary/vfio-type1/area';
import type { Container, Mapping, Run } from './state';

/** Pages of `frames` from `page` on that the mediated device has pinned: they are charged already. */
export function chargedPages({ mediated }: Mapping, page: number, frames: Pages): Pages {
  let charged = 0;
  for (const [at, { ram }] of mediated) if (ram && at >= page && at < page + frames) charged++;
  return charged;
}

/** Pages that a run adds to those that the mediated device has pinned in it. */
export const newlyCharged = (mapping: Mapping, { page, frames, pageClass }: Run): Pages =>
  pageClass === 'ram' ? frames - chargedPages(mapping, page, frames) : 0;

/** Each page of a mapping that is RAM and pinned counts once, whoever pinned it. dma-mmio.md 5.3. */
const lockedOf = (mapping: Mapping): Pages =>
  (mapping.runs ?? []).reduce(
    (pages, run) => pages + newlyCharged(mapping, run),
    chargedPages(mapping, mapping.page, mapping.pages),
  );

/** mm.locked_vm. */
export const lockedPages = ({ config, mappings }: Container): Pages =>
  mappings.reduce((pages, mapping) => pages + lockedOf(mapping), config.locked);

/** The limit may be reached (VFIO-017), and CAP_IPC_LOCK lifts it. */
export const isOverLimit = (container: Container, more: Pages): boolean =>
  !container.config.capIpcLock && lockedPages(container) + more > container.config.lockLimit;
