import type { Level, OaPage } from '../../../model/vocabulary';
import { type Domain, LEAF, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that depend on what was mapped before, or on a fast path (page-tables.md 3.4, 8.5, 8.6). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

/** Address of the leaf in the item if the request is exactly the span of that leaf; else −1. */
function addressOfSameSpan(d: Domain, table: OaPage, level: Level, index: number): OaPage {
  const at = d.memory.at(table, index);
  const lo = d.memory.words[at]!;
  const hi = d.memory.words[at + 1]!;
  if (d.format.classify(d, level, lo, hi) !== LEAF) return -1;
  const pages = 2 ** (d.format.leafLg(d, level, lo, hi) - 12);
  const { first, oa, len } = d.request;
  return len === pages && first % pages === 0 && oa % pages === 0 ? d.format.leafOa(d, level, lo, hi) : -1;
}

export const remapMovesTranslation: Exhibit = {
  ...IN_BOTH,
  name: 'remap-moves-translation',
  title: 'mapping the same range to another address is no collision: the old translation is replaced',
  source: 'page-tables.md PT-080, 5.3 row 2',
  rule: 'PT-080',
  parts: {
    refuseOverlap: (d, table, level, index) => {
      const old = addressOfSameSpan(d, table, level, index);
      return old >= 0 && old !== d.request.oa ? 0 : standardParts.refuseOverlap(d, table, level, index);
    },
  },
};

export const remapChangesPermissions: Exhibit = {
  ...IN_BOTH,
  name: 'remap-changes-permissions',
  title: 'mapping the same again is no collision: the new permissions replace the old',
  source: 'page-tables.md PT-058, 3.4 (nothing is ever re-permissioned)',
  rule: 'PT-058',
  parts: {
    refuseOverlap: (d, table, level, index) =>
      addressOfSameSpan(d, table, level, index) === d.request.oa
        ? 0
        : standardParts.refuseOverlap(d, table, level, index),
  },
};

export const identicalRemapSucceeds: Exhibit = {
  ...IN_BOTH,
  name: 'identical-remap-succeeds',
  title: 'a map of what is already mapped there does nothing and says so with 0',
  source: 'page-tables.md PT-074',
  rule: 'PT-074',
  parts: {
    placeLeaf: (d, iova, oa, lg) => {
      const last = 2 ** (lg - 12) - 1;
      const isThere = d.parts.lookup(d, iova) === oa && d.parts.lookup(d, iova + last) === oa + last;
      return isThere ? 0 : standardParts.placeLeaf(d, iova, oa, lg);
    },
  },
};

export const splitCallsShareAddress: Exhibit = {
  ...IN_BOTH,
  name: 'split-calls-share-address',
  title: 'a map that goes on where the last one ended starts at the address of that one again',
  source: 'page-tables.md PT-059',
  rule: 'PT-059',
  parts: {
    mapRange: (d) => {
      const { first, len, oa, prot } = d.request;
      const { notes } = d.memory;
      if (notes.get('end') === first && first > 0) d.request.setOutput(notes.get('oa')!, 0, prot);
      notes.set('end', first + len).set('oa', oa);
      return standardParts.mapRange(d);
    },
  },
};

export const firstPageTakesFastPath: Exhibit = {
  name: 'first-page-takes-fast-path',
  title: 'the first page of a call goes through a fast path that forgets FC',
  source: 'page-tables.md PT-060',
  rule: 'PT-060',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if (oa === d.request.oa && d.request.len > 1) d.rawHi &= ~(1 << 28);
    },
  },
};

export const fastPathForgetsCBit: Exhibit = {
  name: 'fast-path-forgets-c-bit',
  title: 'the fast path for one 4 KiB page, for a table that exists, leaves out the C-bit',
  source: 'page-tables.md PT-061',
  rule: 'PT-061',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if (d.request.len > 1 || d.allocations > 0) return;
      d.rawLo = (d.rawLo & ~d.sme.lo) >>> 0;
      d.rawHi = (d.rawHi & ~d.sme.hi) >>> 0;
    },
  },
};
