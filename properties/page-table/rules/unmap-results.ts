/** What an unmap removes and returns: page-tables.md 8.8, PT-100 … PT-102, PT-107, PT-108 and PT-113. */
import { OpKind } from '../../../model/vocabulary/op';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  RESULTS,
  must,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { keptGather, synced } from './_gather';
import { ENTRIES_AND_EFFECTS, UNMAPS } from './_on';
import { LG_PAGES, endOf, isAligned } from './_range';
import { rangeText, spanText, told } from './_text';
import { didNothing, isCoreUnmap, isInReach, isRefusedForLarger, reachesUnmap, startedAtLeaf } from './_unmap';

const ON_UNMAP = {
  confidence: 'V',
  level: 'contract',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
  on: UNMAPS,
} as const;

/** True if whole leaves, end to end and without a gap, made up the range before the op. */
function wasTiled(step: Step): boolean {
  for (let cursor = step.first; cursor <= step.last;) {
    const leaf = step.leafBefore(cursor);
    if (leaf === null || leaf.page !== cursor || leaf.found !== leaf.items || endOf(leaf) - 1 > step.last) return false;
    cursor = endOf(leaf);
  }
  return true;
}

/** True if the removed leaves do so: the ordinary case, told without a lookup. */
function removedTile(step: Step): boolean {
  const { removed } = step.outcome;
  let cursor = step.first;
  for (let i = 0; i < removed.length; i++) {
    const leaf = removed[i]!;
    if (leaf.page !== cursor || leaf.found !== leaf.items) return false;
    cursor += LG_PAGES[leaf.lg]!;
  }
  return cursor === step.last + 1;
}

/** True if the request is whole pages, and of a size that io-pgtable takes (page-tables.md 5.2). */
function isWholePages({ op, config, sizes }: Step): boolean {
  if ((op.iovaOffset | op.lenOffset) !== 0) return false;
  if (config.contract === 'generic-pt') return true;
  const lg = op.kind === OpKind.unmap ? op.pageLg : sizes[0]!;
  const pages = LG_PAGES[lg]!;
  return sizes.includes(lg) && isAligned(op.iova, pages) && isAligned(op.len, pages);
}

export const PT_100: StepRule = {
  ...ON_UNMAP,
  id: 'PT-100',
  title: 'Exact inverse',
  statement: 'Unmapping a range that whole leaves make up returns its length, and all of them are gone.',
  source: 'page-tables.md 3.8; 7 (test_map_simple)',
  why: 'Pages go back to their owner after unmap: what stays mapped is open to the device.',
  example: 'Some replicas of a leaf stay.',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  check(step) {
    const { value, valueOffset, added } = step.outcome;
    if (step.range !== RangeKind.proper || !reachesUnmap(step) || !isWholePages(step)) return NOT_EXERCISED;
    const pages = step.last - step.first + 1;
    if (removedTile(step)) return must(value === pages && valueOffset === 0 && added.length === 0);
    if (step.last > step.lastAperturePage || !wasTiled(step)) return NOT_EXERCISED;
    return BROKEN;
  },
  explain: (step) => told(`every leaf of ${rangeText(step)} removed and its length returned`, step),
};

export const PT_101: StepRule = {
  ...ON_UNMAP,
  id: 'PT-101',
  title: 'Contiguous prefix',
  statement:
    'An unmap removes one gapless run of leaves from its start on, returns the sum of their sizes, and changes no other leaf.',
  source: 'page-tables.md 3.8; iommu_pt.h __unmap_range',
  why: 'The caller frees or flushes exactly what was reported.',
  example: 'Holes are skipped and the removal goes on behind them.',
  level: 'required',
  check(step) {
    const { value, valueOffset, removed, added, dirtied } = step.outcome;
    if (!reachesUnmap(step)) return NOT_EXERCISED;
    if (removed.length === 0 && value === 0 && valueOffset === 0 && added.length === 0) return NOT_EXERCISED;
    if (added.length > 0 || dirtied.length > 0 || valueOffset !== 0) return BROKEN;
    let cursor = step.first;
    for (let i = 0; i < removed.length; i++) {
      const leaf = removed[i]!;
      if (leaf.page !== cursor) return BROKEN;
      cursor += LG_PAGES[leaf.lg]!;
    }
    return must(cursor - step.first === value);
  },
  explain: (step) => told('the leaves from the start of the range on, without a gap, and their sum', step),
};

export const PT_102: StepRule = {
  ...ON_UNMAP,
  id: 'PT-102',
  title: 'Stops at the first hole',
  statement:
    'An unmap within reach that starts at a leaf or a hole goes on to the end of its range or to the first hole.',
  source: 'page-tables.md 3.8',
  why: 'A mapping inside the range that survives without a hole before it was forgotten.',
  example: 'Items that are not mapped are counted as removed.',
  check(step) {
    const { value, valueOffset } = step.outcome;
    if (step.op.iovaOffset !== 0 || !isInReach(step) || !reachesUnmap(step)) return NOT_EXERCISED;
    if (valueOffset !== 0) return BROKEN;
    const next = step.first + value;
    if (next > step.last) return HELD;
    const leaf = step.leafBefore(next);
    if (leaf === null) return HELD;
    if (value === 0 && leaf.page < step.first) return NOT_EXERCISED;
    return isRefusedForLarger(step) ? NOT_EXERCISED : BROKEN;
  },
  explain(step) {
    const leaf = step.leafBefore(step.first + step.outcome.value);
    return told(`removal up to a hole or the end${leaf === null ? '' : `; ${spanText(leaf)} was mapped`}`, step);
  },
};

export const PT_107: StepRule = {
  ...ON_UNMAP,
  id: 'PT-107',
  title: 'Zero, overflow, out of range',
  statement:
    'An unmap of length 0, past the end of the 64-bit space or beyond the reach of the top returns 0 and touches neither tables nor gather.',
  source: 'page-tables.md 3.8',
  why: 'unmap has no errors to return: a code would be taken for a huge size.',
  example: 'An errno comes back as the number of bytes removed.',
  needs: ENTRIES_AND_EFFECTS,
  when: Fact.odd,
  check(step) {
    if (isInReach(step) || !reachesUnmap(step)) return NOT_EXERCISED;
    return must(didNothing(step) && (isCoreUnmap(step) ? !synced(step) : keptGather(step)));
  },
  explain: (step) => told('0, nothing changed and the gather as before', step),
};

export const PT_108: StepRule = {
  ...ON_UNMAP,
  id: 'PT-108',
  title: 'Idempotent',
  statement: 'An unmap whose first page is not mapped, as after the same unmap, returns 0 and changes nothing.',
  source: 'page-tables.md 3.8',
  why: 'A second unmap must not free a table again or reach what was mapped since.',
  example: 'A table is freed twice.',
  level: 'required',
  when: Fact.offStart,
  check(step) {
    if (startedAtLeaf(step) || !reachesUnmap(step) || step.range !== RangeKind.proper) return NOT_EXERCISED;
    return step.leafBefore(step.first) !== null ? NOT_EXERCISED : must(didNothing(step));
  },
  explain: (step) => told('0 and nothing changed: the first page is not mapped', step),
};

export const PT_113: StepRule = {
  ...ON_UNMAP,
  id: 'PT-113',
  title: 'Granularity of the result',
  statement: 'What an unmap returns is a multiple of the domain’s smallest page size.',
  source: 'page-tables.md 3.8; 8.8',
  why: 'Callers advance by the result and would go on at an address that no leaf starts at.',
  example: 'The requested length is returned.',
  needs: RESULTS,
  check(step) {
    const { value, valueOffset } = step.outcome;
    if ((value === 0 && valueOffset === 0) || !reachesUnmap(step) || step.sizes.length === 0) return NOT_EXERCISED;
    return must(valueOffset === 0 && isAligned(value, LG_PAGES[step.sizes[0]!]!));
  },
  explain: (step) => told(`a multiple of 2^${step.sizes[0]} bytes`, step),
};
