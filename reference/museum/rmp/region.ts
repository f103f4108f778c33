/** Exhibits on 2M entries, their stubs and the sub-page count (rmp.md 1.4, 1.6). */
import { standardRmpParts } from '../../in-box/rmp';
import { ASSIGNED, baseOf, SIZE_2M, slotOf } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

export const noStubs: RmpExhibit = {
  name: 'no-stubs',
  title: 'a new 2M entry leaves the entries of the sub-pages as they were',
  source: 'rmp.md RMP-005',
  rule: 'RMP-005',
  parts: { writeStubs: () => undefined },
};

export const unaligned2M: RmpExhibit = {
  name: 'unaligned-2m',
  title: 'RMPUPDATE accepts a 2M entry at any 4K page',
  source: 'rmp.md RMP-006',
  rule: 'RMP-006',
  parts: { isAligned: (r, u) => u.size === 1 || standardRmpParts.isAligned(r, u) },
};

export const basePageCounted: RmpExhibit = {
  name: 'base-page-counted',
  title: 'the sub-page count includes the base page',
  source: 'rmp.md RMP-007',
  rule: 'RMP-007',
  parts: {
    countAssigned: (r, page, before, after) => {
      if (before === after) return;
      const { words } = r.writableRegion(page);
      r.parts.storeSub(words, 0, r.parts.subOf(words, 0) + (after ? 1 : -1));
    },
  },
};

export const subPageCountLeaks: RmpExhibit = {
  name: 'sub-page-count-leaks',
  title: 'a page that is unassigned stays in the sub-page count, so that a later 2M update is refused',
  source: 'AMDSEV issue 245 (cause not confirmed)',
  rule: 'RMP-007',
  parts: {
    countAssigned: (r, page, before, after) => {
      if (after) standardRmpParts.countAssigned(r, page, before, after);
    },
  },
};

export const staleGpaOfStub: RmpExhibit = {
  name: 'stale-gpa-of-stub',
  title: 'the GPA of a sub-page is read from its stub',
  source: 'rmp.md RMP-008',
  rule: 'RMP-008',
  parts: { effectiveGpa: (r, page) => r.parts.gpaOf(r.regionOf(page).words, slotOf(page)) },
};

export const levelOfOwnEntry: RmpExhibit = {
  name: 'level-of-own-entry',
  title: 'the level is read from the entry of the page itself',
  source: 'rmp.md RMP-009, 1.4',
  rule: 'RMP-009',
  parts: {
    isLarge: (r, page) => {
      const wanted = ASSIGNED | SIZE_2M;
      return (r.regionOf(page).words[slotOf(page)]! & wanted) === wanted;
    },
  },
};

export const contextTakenForFirmware: RmpExhibit = {
  name: 'context-taken-for-firmware',
  title: 'Context pages are taken for Firmware pages: VMSA is not looked at',
  source: 'rmp.md RMP-013',
  rule: 'RMP-013',
  parts: {
    classifyState: (r, page) => {
      const state = standardRmpParts.classifyState(r, page);
      return state === 'Context' ? 'Firmware' : state;
    },
  },
};

export const shortSubPageCount: RmpExhibit = {
  name: 'short-sub-page-count',
  title: 'the sub-page count has eight bits, and is 0 again at 256 pages',
  source: 'rmp.md RMP-063',
  rule: 'RMP-063',
  parts: {
    storeSub: (words, at, count) => {
      standardRmpParts.storeSub(words, at, count & 0xff);
    },
  },
};

/** First page of the 2M region alone: what a check of "the entry at this level" comes to. */
export const largeLeafByBasePage: RmpExhibit = {
  name: 'large-leaf-by-base-page',
  title: 'a 2M mapping is checked by its first page alone',
  source: 'rmp.md RMP-064',
  rule: 'RMP-064',
  parts: { regionIsHypervisors: (r, base) => r.parts.pageIsHypervisors(r, baseOf(base)) },
};
