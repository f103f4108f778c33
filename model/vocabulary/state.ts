import type { Leaf, TableRef } from './outcome';
import type { IovaPage, Level } from './units';

/** Something in a subject's tables that is neither an entry nor nothing. The model has none. */
export interface Anomaly {
  readonly kind:
    | 'garbage' // an item that is not present, yet not zero (PT-001)
    | 'partial-group' // replicas that are missing, misaligned or differ beyond the dirty bit (PT-006, PT-007)
    | 'mixed-group' // a pointer inside the items of a leaf group (PT-043)
    | 'out-of-bounds' // an item beyond vasz (PT-041)
    | 'shared-table' // a table that several items point to, or a cycle (PT-040)
    | 'bad-size'; // a size that the format does not have at this place (PT-010, PT-026)
  readonly level: Level;
  readonly page: IovaPage;
  readonly lo: number;
  readonly hi: number;
}

/** The tables of one domain at one moment, whoever holds them: the model, or a subject's dump decoded. */
export interface StateView {
  readonly topLevel: Level;
  /** Allocated table pages, those on a gather's free list included. */
  readonly liveTables: number;
  readonly anomalies: readonly Anomaly[];
  /** The leaf that covers `page`, or null. */
  leafAt(page: IovaPage): Leaf | null;
  /** The table of `level` (below the top) whose span covers `page`, or null. */
  tableAt(level: Level, page: IovaPage): TableRef | null;
  /** True if a leaf covers any page of [first, last]. */
  anyLeafIn(first: IovaPage, last: IovaPage): boolean;
  /** All leaves, ascending. */
  leaves(): Iterable<Leaf>;
  /** All tables below the top, pre-order. */
  tables(): Iterable<TableRef>;
}
