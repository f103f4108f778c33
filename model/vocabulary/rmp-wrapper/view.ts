import type { SpaPage } from '../rmp/entry';
import type { RmpView } from '../rmp/view';

/** What can be seen between calls. */
export interface WrapperView {
  readonly rmp: RmpView;
  /** The direct map's level at a byte address: 1 for 4K, 2 for 2M, 3 for 1G; 0 where it maps nothing. */
  directMapLevel(spa: number): number;
  /** The kernel's count of leaked pages, and the page frames on its list: compound pages by their head. */
  leaked(): { readonly count: number; readonly pages: readonly SpaPage[] };
}
