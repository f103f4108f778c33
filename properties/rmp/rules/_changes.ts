import { REGION_PAGES, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { RmpStep } from '../rule';
import { baseOf, isCovered, targetOf } from './_address';
import { sameEntry } from './_entry';

/** What one op changed, as far as it was looked at: see `changesOf`. */
export interface Changes {
  /** Pages whose stored entry differs, ascending within a region. */
  readonly entries: readonly SpaPage[];
  /** Bases of regions whose sub-page count differs. */
  readonly counts: readonly SpaPage[];
  /** Pages whose ghost tag names another writer. */
  readonly writers: readonly SpaPage[];
  /** True if a check was switched on or off. */
  readonly switches: boolean;
}

/** Pages of a touched region that are looked at after every op, whatever it named; one more takes turns. */
const OFTEN_HIT = [0, 1, 255, 256, 511];
/** Odd, so that the page that takes turns comes by every page of a region. */
const STRIDE = 61;

let last: RmpStep | null = null;
let lastChanges: Changes;

/**
 * Compares the states before and after an op: all pages that it names with their neighbours, and some of every region
 * that has been touched so far. In proportion to the op, not to the table.
 */
export function changesOf(step: RmpStep): Changes {
  if (last === step) return lastChanges;
  last = step;
  lastChanges = compare(step);
  return lastChanges;
}

/** True if nothing is other than it was. */
export function isUnchanged(step: RmpStep): boolean {
  const { entries, counts, writers, switches } = changesOf(step);
  return entries.length === 0 && counts.length === 0 && writers.length === 0 && !switches;
}

function compare(step: RmpStep): Changes {
  const { before, after } = step;
  const entries: SpaPage[] = [];
  const counts: SpaPage[] = [];
  const writers: SpaPage[] = [];
  for (const page of watched(step)) {
    if (!sameEntry(before.own(page), after.own(page))) entries.push(page);
    if (!sameWriter(before, after, page)) writers.push(page);
    if (page % REGION_PAGES === 0 && before.subCount(page) !== after.subCount(page)) counts.push(page);
  }
  const switches = before.cpuSnpEnabled !== after.cpuSnpEnabled || before.iommuSnpEnabled !== after.iommuSnpEnabled;
  return { entries, counts, writers, switches };
}

export function sameWriter(before: RmpView, after: RmpView, page: SpaPage): boolean {
  const was = before.ghost(page);
  const is = after.ghost(page);
  return was.writer === is.writer && was.writtenIn === is.writtenIn;
}

function watched({ config, op, index, after }: RmpStep): ReadonlySet<SpaPage> {
  const pages = new Set<SpaPage>();
  const target = targetOf(config, op);
  if (target !== null) {
    const end = target.page + Math.min(target.pages, REGION_PAGES);
    const base = baseOf(target.page);
    const from = Math.max(target.page - 1, base);
    for (let page = from; page <= end && page < base + 2 * REGION_PAGES; page++) pages.add(page);
  }
  for (const base of after.touchedRegions()) {
    for (const offset of OFTEN_HIT) pages.add(base + offset);
    pages.add(base + ((index * STRIDE) % REGION_PAGES));
  }
  for (const page of pages) if (!isCovered(config, page)) pages.delete(page);
  return pages;
}
