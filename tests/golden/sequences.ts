/**
 * Golden op sequences: page-tables.md 9.3, E1 … E25 (E16 as intended; E26 belongs to an exhibit). Output of released
 * Linux 7.2.13 unless marked. Data only. Where the document shows a fresh gather for each unmap, a sync stands before
 * the next op that would share it.
 */
import type { GoldenSequence } from './build';
import { MAP_FAILURE_SEQUENCES, MAP_SEQUENCES } from './map-sequences';
import { EMPTY_TABLE_SEQUENCES, GROWTH_SEQUENCES } from './table-sequences';
import { DIRTY_SEQUENCES, UNMAP_SEQUENCES } from './unmap-sequences';

export { OA_WRAP_AS_RELEASED } from './map-sequences';

export const GOLDEN_SEQUENCES: readonly GoldenSequence[] = [
  ...MAP_SEQUENCES,
  ...MAP_FAILURE_SEQUENCES,
  ...UNMAP_SEQUENCES,
  ...DIRTY_SEQUENCES,
  ...EMPTY_TABLE_SEQUENCES,
  ...GROWTH_SEQUENCES,
];
