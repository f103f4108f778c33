import type { Contract, Format } from '../../../model/vocabulary';
import type { Parts } from '../../in-box/page-table';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box implementation with exactly one part replaced. */
export interface Exhibit extends ExhibitInfo {
  readonly contract: Contract;
  readonly formats: readonly Format[];
  /** The one part that is replaced. */
  readonly parts: Partial<Parts>;
}
