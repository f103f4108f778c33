import type { RmpParts } from '../../in-box/rmp';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box RMP with exactly one part replaced. */
export interface RmpExhibit extends ExhibitInfo {
  /** The one part that is replaced. */
  readonly parts: Partial<RmpParts>;
}
