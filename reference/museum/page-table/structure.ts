import type { Level, OaPage } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { ITEM_PAGES } from '../../../model/vocabulary/units';
import { type Domain, EMPTY, LEAF, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that put entries where they must not be (page-tables.md 1.3, 8.1, 8.4). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const presentBitClearedOnly: Exhibit = {
  ...IN_BOTH,
  name: 'present-bit-cleared-only',
  title: 'an item is cleared by its present bit alone',
  source: 'page-tables.md PT-001',
  rule: 'PT-001',
  parts: {
    clearItems: (d, table, index, items) => {
      for (let i = 0; i < items; i++) d.memory.words[d.memory.at(table, index + i)]! &= ~1;
    },
  },
};

export const contiguousTwoMegabytes: Exhibit = {
  name: 'contiguous-two-megabytes',
  title: '2 MiB is written as 512 items of a level-0 table with a size code, as the other sizes of that level are',
  source: 'page-tables.md PT-009, PT-007',
  rule: 'PT-009',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    placeLeaf: (d, iova, oa, lg) => {
      if (!d.isV1 || lg !== 21) return standardParts.placeLeaf(d, iova, oa, lg);
      const table = d.parts.descend(d, iova, 0);
      if (table < 0) return table;
      const blocked = d.parts.clearGroup(d, table, 0, 0, 512, iova);
      if (blocked !== 0) return blocked;
      d.format.encodeLeaf(d, lg, oa, d.request.prot);
      // NL = 7, ones from bit 12 to bit 19, a zero at bit 20.
      d.rawLo |= 0x000f_fe00 | 0x0000_0e00;
      d.parts.writeLeaf(d, table, 0, 512);
      return 0;
    },
  },
};

export const oldTopLinkedTwice: Exhibit = {
  name: 'old-top-linked-twice',
  title: 'the pointer to the old top is written to two items of the new one',
  source: 'page-tables.md PT-040',
  rule: 'PT-040',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    linkOldTop: (d, newTop, level, oldTop) => {
      d.format.encodePointer(d, level, oldTop);
      d.parts.writeLeaf(d, newTop, 0, 2);
    },
  },
};

export const rangeCheckOffByOne: Exhibit = {
  name: 'range-check-off-by-one',
  title: 'the range check lets one page beyond the address space pass',
  source: 'page-tables.md PT-041, PT-071',
  rule: 'PT-041',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: {
    ensureReach: (d) => {
      if (d.isV1) return standardParts.ensureReach(d);
      return d.request.first <= d.reach(d.top) && d.request.last <= d.reach(d.top) ? 0 : Errno.ERANGE;
    },
  },
};

export const formatSizesInSpiteOfMask: Exhibit = {
  name: 'format-sizes-in-spite-of-mask',
  title: 'the driver’s mask over the page sizes is ignored above 4 KiB',
  source: 'page-tables.md PT-042, 1.10',
  rule: 'PT-042',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    hasSize: (d, lg) => {
      const { vasz, oasz } = d.config;
      const hasSmallest = standardParts.hasSize(d, 12);
      return d.isV1 && lg > 12 && hasSmallest
        ? d.format.storesSize(lg) && lg < vasz - 1 && lg < oasz
        : standardParts.hasSize(d, lg);
    },
  },
};

/** The items of a group that lead to empty tables, by their place in it; none if a leaf or a table in use is there too. */
function emptyTables(d: Domain, table: OaPage, level: Level, index: number, items: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < items; i++) {
    const at = d.memory.at(table, index + i);
    const [lo, hi] = [d.memory.words[at]!, d.memory.words[at + 1]!];
    const kind = d.format.classify(d, level, lo, hi);
    if (kind === EMPTY) continue;
    if (kind === LEAF || !d.parts.isSubtreeEmpty(d, d.parts.childOf(d, lo, hi), level - 1)) return [];
    found.push(i);
  }
  return found;
}

export const leafAroundEmptyTable: Exhibit = {
  name: 'leaf-around-empty-table',
  title: 'an empty table among the items of a large leaf is left where it is',
  source: 'page-tables.md PT-043',
  rule: 'PT-043',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    placeLeaf: (d, iova, oa, lg) => {
      const level = d.parts.levelOf(lg);
      const table = level === 0 ? 0 : d.parts.descend(d, iova, level);
      const index = Math.floor(iova / ITEM_PAGES[level]!) % 512;
      const items = d.parts.itemsOf(lg, level);
      const kept = table > 0 ? emptyTables(d, table, level, index, items) : [];
      if (kept.length === 0 || kept[0] === 0) return standardParts.placeLeaf(d, iova, oa, lg);
      d.format.encodeLeaf(d, lg, oa, d.request.prot);
      for (let i = 0; i < items; i++) if (!kept.includes(i)) d.parts.writeLeaf(d, table, index + i, 1);
      return 0;
    },
  },
};

export const rootRepublishedV2: Exhibit = {
  name: 'root-republished-v2',
  title: 'every map publishes the root of a v2 table, as if it had grown',
  source: 'page-tables.md PT-045',
  rule: 'PT-045',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: {
    ensureReach: (d) => {
      const refused = standardParts.ensureReach(d);
      if (refused === 0 && !d.isV1) d.parts.publishTop(d, d.root, d.top);
      return refused;
    },
  },
};
