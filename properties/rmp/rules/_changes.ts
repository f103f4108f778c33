import { REGION_PAGES, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { RmpStep } from '../rule';
import { baseOf, isCovered, targetOf, type Target } from './_address';
import { sameEntry } from './_entry';

/** What one op changed, as far as it was looked at: see `changesOf`. */
export interface Changes {
  /** Pages whose stored entry differs, each once. */
  readonly entries: readonly SpaPage[];
  /** Bases of regions whose sub-page count differs. */
  readonly counts: readonly SpaPage[];
  /** Pages whose ghost tag names another writer. */
  readonly writers: readonly SpaPage[];
  /** True if a check was switched on or off. */
  readonly switches: boolean;
}

/** Pages of a touched region that are looked at after every op, whatever it named; one more takes turns. */
const OFTEN_HIT = [0, 1, REGION_PAGES - 1];
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

/** What was found so far. */
interface Found {
  readonly entries: SpaPage[];
  readonly counts: SpaPage[];
  readonly writers: SpaPage[];
}

function compare(step: RmpStep): Changes {
  const { config, op, index, before, after } = step;
  const found: Found = { entries: [], counts: [], writers: [] };
  const target = targetOf(config, op);
  let [first, end] = [0, 0];
  if (target !== null && isCovered(config, target.page) && isWritten(step, target)) {
    const base = baseOf(target.page);
    // What is covered is covered by whole regions.
    first = Math.max(target.page - 1, base);
    end = Math.min(target.page + target.pages, base + REGION_PAGES - 1) + 1;
    for (let page = first; page < end; page++) comparePage(step, page, found);
  }
  for (const base of after.touchedRegions()) {
    if (before.revision(base) === after.revision(base) || !isCovered(config, base)) continue;
    for (const offset of OFTEN_HIT) compareUnless(step, base + offset, first, end, found);
    const turn = (index * STRIDE) % REGION_PAGES;
    if (!OFTEN_HIT.includes(turn)) compareUnless(step, base + turn, first, end, found);
  }
  const switches = before.cpuSnpEnabled !== after.cpuSnpEnabled || before.iommuSnpEnabled !== after.iommuSnpEnabled;
  return { ...found, switches };
}

/** True if the region that an op names was written, whatever with; few ops name more than one region. */
const isWritten = ({ before, after }: RmpStep, { page }: Target): boolean =>
  before.revision(baseOf(page)) !== after.revision(baseOf(page));

/** Compares a page that does not lie in [first, end). */
function compareUnless(step: RmpStep, page: SpaPage, first: SpaPage, end: SpaPage, found: Found): void {
  if (page < first || page >= end) comparePage(step, page, found);
}

function comparePage({ before, after }: RmpStep, page: SpaPage, found: Found): void {
  if (!sameEntry(before.own(page), after.own(page))) found.entries.push(page);
  if (!sameWriter(before, after, page)) found.writers.push(page);
  if (page % REGION_PAGES === 0 && before.subCount(page) !== after.subCount(page)) found.counts.push(page);
}

export function sameWriter(before: RmpView, after: RmpView, page: SpaPage): boolean {
  const was = before.ghost(page);
  const is = after.ghost(page);
  if (was === is) return true;
  return was.writer === is.writer && was.writtenIn === is.writtenIn;
}
