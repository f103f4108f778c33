import type { DmaBufParts } from '../../in-box/dma-buf';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box dma-buf with exactly one part replaced. */
export interface DmaBufExhibit extends ExhibitInfo {
  /** The one part that is replaced. */
  readonly parts: Partial<DmaBufParts>;
}
