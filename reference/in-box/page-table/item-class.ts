/** What an item is (page-tables.md 1.2, 2.2). */
export const EMPTY = 0;
export const LEAF = 1;
export const TABLE = 2;
export type ItemClass = 0 | 1 | 2;
