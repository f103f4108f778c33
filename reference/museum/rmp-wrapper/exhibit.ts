import type { WrapperParts } from '../../in-box/rmp-wrapper';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box kernel with exactly one part replaced. */
export interface WrapperExhibit extends ExhibitInfo {
  /** The one part that is replaced. */
  readonly parts: Partial<WrapperParts>;
}
