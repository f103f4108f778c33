import type { Type1Parts } from '../../in-box/vfio-type1';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box VFIO type1 with exactly one part replaced. */
export interface Type1Exhibit extends ExhibitInfo {
  /** The one part that is replaced. */
  readonly parts: Partial<Type1Parts>;
}
