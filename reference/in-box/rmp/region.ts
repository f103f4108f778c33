import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_WORDS } from './entry-bits';

/** The stored entries of one 2M region: 8K of the table. */
export class Region {
  readonly words = new Uint32Array(REGION_WORDS);
  base: SpaPage = 0;
  /** Some entry here was written since the start. */
  isTouched = false;
  /** How often it was given out to be written. */
  revision = 0;
  /** Another CPU, or the firmware, works on it. rmp.md 2.1 line 3. */
  isBusy = false;
}
