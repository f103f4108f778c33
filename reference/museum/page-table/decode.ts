import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that read entries wrongly (page-tables.md 1.2, 1.5, 8.1, 8.9). */

export const sizeReadWithoutCBit: Exhibit = {
  name: 'size-read-without-c-bit',
  title: 'the size code is decoded after the C-bit was removed, which may be one of its ones',
  source: 'page-tables.md PT-017, 1.5',
  rule: 'PT-017',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    leafLgV1: (d, level, lo, hi) => standardParts.leafLgV1(d, level, lo & ~d.sme.lo, hi & ~d.sme.hi),
  },
};

export const grownTableTakenForAbsent: Exhibit = {
  name: 'grown-table-taken-for-absent',
  title: 'lookups compare NL with the depth that the table was created with: a grown table counts as not present',
  source: 'page-tables.md PT-018',
  rule: 'PT-018',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: { lookup: (d, page) => (d.top === d.config.topLevel ? standardParts.lookup(d, page) : -1) },
};

export const unmapTakesEqualNeighbour: Exhibit = {
  name: 'unmap-takes-equal-neighbour',
  title: 'items are grouped as long as their values are equal: unmap takes an equal neighbour along',
  source: 'page-tables.md PT-019',
  rule: 'PT-019',
  contract: 'io-pgtable',
  formats: ['amdv1'],
  parts: {
    oldClearGroup: (d, table, level, index, items) => {
      const { words } = d.memory;
      const at = d.memory.at(table, index);
      let end = index + items;
      const next = (): number => d.memory.at(table, end);
      while (items > 1 && end < 512 && words[next()] === words[at] && words[next() + 1] === words[at + 1]) end++;
      standardParts.oldClearGroup(d, table, level, index, end - index);
    },
  },
};

export const sizeCodeLeftInAddress: Exhibit = {
  name: 'size-code-left-in-address',
  title: 'the size code is taken for part of the address',
  source: 'page-tables.md PT-121, 1.5',
  rule: 'PT-121',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: { leafOaV1: (d, _level, lo, hi) => d.parts.childOf(d, lo, hi) },
};

export const addressMaskedWithBit47: Exhibit = {
  name: 'address-masked-with-bit-47',
  title: 'addresses are read with bit 47 masked, wherever the C-bit is',
  source: 'page-tables.md PT-035',
  rule: 'PT-035',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: {
    leafOaV2: (d, level, lo, hi) => {
      const oa = standardParts.leafOaV2(d, level, lo, hi);
      const { smeBit } = d.config;
      const isSet = ((lo & d.sme.lo) | (hi & d.sme.hi)) !== 0;
      return smeBit !== null && smeBit !== 47 && isSet ? oa + 2 ** (smeBit - 12) : oa;
    },
  },
};
