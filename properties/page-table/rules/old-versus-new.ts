/** Rules of contract io-pgtable, the old driver code: page-tables.md 8.14, PT-180 … PT-184. */
import { formatOf } from '../../../model/page-table/formats';
import type { Leaf } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { Prot } from '../../../model/vocabulary/prot';
import { hexAddress, hexRaw, itemLg } from '../../../model/vocabulary/units';
import { BOTH_FORMATS, BROKEN, HELD, IO_PGTABLE, NOT_EXERCISED, must, type Judgement, type StepRule } from '../rule';
import { RangeKind, type Step } from '../step';
import { leafText } from './_entry';
import { countOf, eventsText, firstOf, isExactly } from './_flush';
import { isLargest } from './_layout';
import { ALL_MAPS, ENTRIES_AND_EFFECTS, UNMAPS } from './_on';
import { NOWHERE, carriesSme, isInRequest, isTakenLiterally, requestedOa } from './_placement';
import { LG_PAGES, completed, endOf, isAligned, mappedPages } from './_range';

const ON_OLD = {
  confidence: 'V',
  level: 'required',
  contracts: IO_PGTABLE,
  formats: BOTH_FORMATS,
  scope: 'step',
} as const;

const V2_D = 0x40;

/** True if the op is a map that both generations do alike: the greedy size, in range, with nothing in the way. */
function agreesOnMap(step: Step): boolean {
  const { op } = step;
  if (!isTakenLiterally(step) || step.anyLeafBefore(step.first, step.last)) return false;
  if (op.kind !== OpKind.mapPages) return true;
  for (let page = step.first; page <= step.last; page += LG_PAGES[op.pageLg]!) {
    if (!isLargest(step, page, op.oa + (page - step.first), step.last, op.pageLg)) return false;
  }
  return true;
}

/** True if `leaf` is what generic-pt would write; D of v2 aside, which the old code always sets. */
function isAgreedLeaf(leaf: Leaf, step: Step): boolean {
  const { config, op } = step;
  const oa = requestedOa(step, leaf.page);
  if (oa === NOWHERE || !isInRequest(leaf, step) || leaf.found !== leaf.items) return false;
  const raw = formatOf(config.format).encodeLeaf(leaf.lg, oa, op.prot, config.smeBit);
  const ignored = config.format === 'amdv2' && (op.prot & Prot.WRITE) === 0 ? V2_D : 0;
  return ((raw.lo ^ leaf.lo) & ~ignored) === 0 && raw.hi >>> 0 === leaf.hi >>> 0;
}

function judgeAgreedMap(step: Step): Judgement {
  const { outcome, op } = step;
  if (outcome.ret !== 0 || outcome.added.length === 0 || !agreesOnMap(step)) return NOT_EXERCISED;
  if (op.kind === OpKind.mapPages && mappedPages(step) !== op.len) return BROKEN;
  for (let i = 0; i < outcome.added.length; i++) if (!isAgreedLeaf(outcome.added[i]!, step)) return BROKEN;
  return HELD;
}

/** True if whole leaves fill the range of an unmap exactly: both generations remove them, and count their bytes. */
function isExactUnmap(step: Step): boolean {
  const { op, outcome } = step;
  if (step.range !== RangeKind.proper || (op.iovaOffset | op.lenOffset) !== 0) return false;
  if (step.last > step.lastAperturePage || outcome.removed.length === 0) return false;
  let page = step.first;
  while (page <= step.last) {
    const leaf = step.leafBefore(page);
    if (leaf === null || leaf.page !== page || leaf.found !== leaf.items) return false;
    page = endOf(leaf);
  }
  return page === step.last + 1 && isUnmapSize(step);
}

/** True if the length of an unmap is counted in a page size of the domain. */
function isUnmapSize({ op, sizes }: Step): boolean {
  if (sizes.length === 0) return false;
  if (op.pageLg === 0) return isAligned(op.iova, LG_PAGES[sizes[0]!]!) && isAligned(op.len, LG_PAGES[sizes[0]!]!);
  return sizes.includes(op.pageLg) && op.len > 0 && isAligned(op.len, LG_PAGES[op.pageLg]!);
}

export const PT_180: StepRule = {
  ...ON_OLD,
  id: 'PT-180',
  title: 'Agreement domain',
  statement:
    'Maps of free ranges in the greedy size and exact unmaps return what generic-pt returns and leave the same leaves, D of v2 aside.',
  source: 'page-tables.md 5.3 (where they agree)',
  why: 'A driver that moves from the old code to the new must see no difference in ordinary use.',
  example: 'The adapter maps prot wrongly.',
  needs: ['results', 'entries'],
  on: [...ALL_MAPS, ...UNMAPS],
  check(step) {
    if (!completed(step)) return NOT_EXERCISED;
    if (step.op.kind !== OpKind.unmap && step.op.kind !== OpKind.iommuUnmap) return judgeAgreedMap(step);
    return isExactUnmap(step) ? must(step.outcome.value === step.op.len) : NOT_EXERCISED;
  },
  explain(step) {
    const leaf = step.outcome.added.find((l) => !isAgreedLeaf(l, step));
    if (leaf === undefined) return `${step.op.len} pages asked for, value ${hexAddress(step.outcome.value)}`;
    const oa = Math.max(0, requestedOa(step, leaf.page));
    const raw = formatOf(step.config.format).encodeLeaf(leaf.lg, oa, step.op.prot, step.config.smeBit);
    return `expected ${hexRaw(raw.lo, raw.hi)}, observed the ${leafText(leaf)}`;
  },
};

export const PT_181: StepRule = {
  ...ON_OLD,
  id: 'PT-181',
  title: 'The old code overwrites',
  statement: 'A map onto live leaves is not refused: if it succeeds the range reads as the new request says.',
  source: 'page-tables.md 5.1, 5.3 rows 1 to 8',
  why: 'Callers of the old contract remap without unmapping first.',
  example: 'The rules of generic-pt are used for the old code.',
  needs: ['results', 'translations', 'entries'],
  on: ALL_MAPS,
  check(step) {
    const { outcome } = step;
    const { ret } = outcome;
    if (!completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    if (ret === Errno.EADDRINUSE) return BROKEN;
    if (ret !== 0 || !step.anyLeafBefore(step.first, step.last)) return NOT_EXERCISED;
    const first = requestedOa(step, step.first);
    const last = requestedOa(step, step.last);
    // Addresses that hold the C-bit are PT-029's.
    if (carriesSme(step, first) || carriesSme(step, last)) return NOT_EXERCISED;
    return must(outcome.firstPhys === first && outcome.lastPhys === last);
  },
  explain: ({ outcome }) =>
    outcome.ret === Errno.EADDRINUSE
      ? 'the map was refused with -EADDRINUSE'
      : `the edges of the range read ${hexAddress(outcome.firstPhys)} and ${hexAddress(outcome.lastPhys)}`,
};

export const PT_182: StepRule = {
  ...ON_OLD,
  id: 'PT-182',
  title: 'The old code counts holes at level 0 only',
  statement:
    'An unmap that starts at an absent page counts it if a level-0 table is there, and returns 0 if that table is missing.',
  source: 'page-tables.md 5.1, 5.2, 5.3 rows 17 to 19 and 29',
  why: 'Callers of the old contract unmap ranges with holes, and rely on the count to go on.',
  example: 'Missing tables are counted too.',
  needs: ['results', 'entries'],
  on: UNMAPS,
  check(step) {
    const { op } = step;
    if (!completed(step) || step.range !== RangeKind.proper || step.last > step.lastAperturePage) return NOT_EXERCISED;
    if ((op.iovaOffset | op.lenOffset) !== 0 || !isUnmapSize(step)) return NOT_EXERCISED;
    if (step.leafBefore(step.first) !== null) return NOT_EXERCISED;
    return must(step.outcome.value > 0 === (step.state.tableAt(0, step.first) !== null));
  },
  explain: (step) =>
    `nothing is mapped at ${hexAddress(step.first)}, where a level-0 table is ` +
    `${step.state.tableAt(0, step.first) === null ? 'missing' : 'present'}, and ${step.outcome.value} pages were counted`,
};

export const PT_183: StepRule = {
  ...ON_OLD,
  id: 'PT-183',
  title: 'The old code frees tables only in map',
  statement: 'An unmap frees no table.',
  source: 'page-tables.md 5.1, 5.2, 5.3 row 36',
  why: 'The old unmap has no list for tables: one that it freed would be freed before the flush.',
  example: 'Tables that became empty are freed in unmap.',
  needs: ENTRIES_AND_EFFECTS,
  on: UNMAPS,
  check(step) {
    const { outcome } = step;
    if (!completed(step) || step.config.domainType !== 'paging') return NOT_EXERCISED;
    if (outcome.frees > 0 || outcome.liveTables < step.liveBefore) return BROKEN;
    return outcome.removed.length > 0 ? HELD : NOT_EXERCISED;
  },
  explain: ({ outcome, liveBefore }) =>
    `${outcome.frees} tables were freed: ${liveBefore} before, ${outcome.liveTables} after`,
};

/** True if a leaf of a table above the target's was removed: v1 clears those that stand in the way (5.1 step 3). */
function removedLargerLeaf({ outcome, op }: Step): boolean {
  for (let i = 0; i < outcome.removed.length; i++) if (itemLg(outcome.removed[i]!.level) > op.pageLg) return true;
  return false;
}

/** True if the map certainly replaced what must be flushed. */
const replaced = (step: Step): boolean =>
  step.outcome.frees > 0 ||
  (step.config.format === 'amdv1' ? removedLargerLeaf(step) : step.anyLeafBefore(step.first, step.last));

/**
 * True if the map certainly replaced nothing that must be flushed. v1 with a new table leaves it open: there a larger
 * leaf may have lost only some of its items, those that were as dirty as the one met.
 */
const replacedNothing = (step: Step): boolean =>
  step.config.format === 'amdv2' || step.outcome.tablesAdded.length === 0;

export const PT_184: StepRule = {
  ...ON_OLD,
  id: 'PT-184',
  title: 'The old code flushes if and only if it updated',
  statement:
    'map_pages flushes its whole range once if it replaced a table or a leaf that counts as updated, else not at all.',
  source: 'page-tables.md 5.1 step 4, 5.2, 6.4',
  why: 'Without the flush replaced translations stay in use; a flush on every map is slow.',
  example: 'A plain map flushes.',
  needs: ENTRIES_AND_EFFECTS,
  on: [OpKind.mapPages],
  check(step) {
    if (step.outcome.ret !== 0 || !completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    const count = countOf(step, EventKind.flush);
    if (replaced(step)) return must(count === 1 && isExactly(firstOf(step, EventKind.flush)!, step.first, step.last));
    return replacedNothing(step) ? must(count === 0) : NOT_EXERCISED;
  },
  explain: (step) =>
    `expected ${replaced(step) ? 'one flush of the whole range' : 'no flush'}; events: ${eventsText(step)}`,
};
