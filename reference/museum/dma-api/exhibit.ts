import type { DmaApiParts } from '../../in-box/dma-api';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box DMA API with exactly one part replaced. */
export interface DmaApiExhibit extends ExhibitInfo {
  /** The one part that is replaced. */
  readonly parts: Partial<DmaApiParts>;
}
