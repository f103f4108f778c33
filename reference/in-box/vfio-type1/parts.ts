import type { Parts as TableParts } from '../page-table';
import type { GroupParts } from './parts/group';
import type { MapParts } from './parts/map';
import type { MarkingParts } from './parts/marking';
import type { MediatedParts } from './parts/mediated';
import type { PinParts } from './parts/pin';
import type { UnmapParts } from './parts/unmap';

/** All parts of the in-box VFIO type1. An exhibit replaces one; a replaced part may call `standardType1Parts`. */
export interface Type1Parts extends MapParts, PinParts, MarkingParts, UnmapParts, GroupParts, MediatedParts {
  /** Parts of the page tables that are not the standard ones. */
  readonly tables: Partial<TableParts>;
}
