import type { IovaPage, PageCount } from '../../../model/vocabulary';
import type { CaseContext } from './context';

const TABLE_PAGES = 512;
/** Spans of 2 MiB looked at one by one; a longer range is taken for hazardous if it holds anything at all. */
const MAX_SPANS = 64;
/** A subject that may die is sent the hazard in this share of the cases where one comes up. */
const HOSTILE_PERCENT = 5;

/**
 * True if an old v2 driver would take a data page for a table: a map of 2 MiB or 1 GiB onto a leaf as large
 * (page-tables.md 3.12). Such a map is sent rarely, and only to a subject that may die.
 */
export function overwritesLargeLeaf(c: CaseContext, iova: IovaPage, pages: PageCount): boolean {
  if (!c.ioPgtable || c.config.format !== 'amdv2' || pages < TABLE_PAGES) return false;
  if (!meetsLargeLeaf(c, iova, pages)) return false;
  return !c.hostile || !c.draw.chance(HOSTILE_PERCENT);
}

function meetsLargeLeaf(c: CaseContext, iova: IovaPage, pages: PageCount): boolean {
  const last = iova + pages - 1;
  if (!c.view.anyLeafIn(iova, last)) return false;
  if (pages > MAX_SPANS * TABLE_PAGES) return true;
  for (let page = iova; page <= last; page += TABLE_PAGES) {
    const leaf = c.view.leafAt(page);
    if (leaf !== null && leaf.lg > 12) return true;
  }
  const leaf = c.view.leafAt(last);
  return leaf !== null && leaf.lg > 12;
}
