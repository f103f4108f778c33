import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';

/** What the DTE or SDTE of a request says, decoded; one instance is used again and again. */
export class Route {
  /** Levels of the host table, 0 for none, and its root. */
  mode = 0;
  root: SpaPage = 0;
  read = true;
  write = true;
  /** A stage-1 table takes part: by a GCR3 table (levels above 0), or its root is known. */
  hasS1 = false;
  gcr3Levels = 0;
  gcr3Root: GpaPage = 0;
  s1Root: GpaPage = 0;
  s1Levels = 4;
  /** T = 1 only. `vtom` −1: none. */
  asid = 0;
  vmpl = 0;
  vtom: GpaPage = -1;
}
