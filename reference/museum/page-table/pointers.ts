import { Prot } from '../../../model/vocabulary/prot';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that write wrong table pointers (page-tables.md 1.6, 2.1, 8.1 … 8.3). */

/** IR and IW of v1 in the high half. */
const IR = 1 << 29;
const IW = 1 << 30;
/** Bits of v2 in the low half. */
const D = 1 << 6;
const PS = 1 << 7;

export const nlOffByOneAfterGrowth: Exhibit = {
  name: 'nl-off-by-one-after-growth',
  title: 'the pointer to the old top has the NL of the old level',
  source: 'page-tables.md PT-004',
  rule: 'PT-004',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    linkOldTop: (d, newTop, level, oldTop) => {
      d.format.encodePointer(d, level - 1, oldTop);
      d.parts.writeLeaf(d, newTop, 0, 1);
    },
  },
};

export const pointerCopiesPermissions: Exhibit = {
  name: 'pointer-copies-permissions',
  title: 'a pointer gets the permissions of the leaf that its table was made for',
  source: 'page-tables.md PT-013',
  rule: 'PT-013',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodePointerV1: (d, level, child) => {
      standardParts.encodePointerV1(d, level, child);
      if ((d.request.prot & Prot.READ) === 0) d.rawHi &= ~IR;
      if ((d.request.prot & Prot.WRITE) === 0) d.rawHi &= ~IW;
    },
  },
};

export const dirtyPointerV2: Exhibit = {
  name: 'dirty-pointer-v2',
  title: 'D is set in table pointers',
  source: 'page-tables.md PT-024, 5.2 (early 6.12)',
  rule: 'PT-024',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: {
    encodePointerV2: (d, level, child) => {
      standardParts.encodePointerV2(d, level, child);
      d.rawLo |= D;
    },
  },
};

export const psInTopPointerV2: Exhibit = {
  name: 'ps-in-top-pointer-v2',
  title: 'PS is set in pointers of the upper levels: hardware takes them for leaves of 512 GiB',
  source: 'page-tables.md PT-026, 2.2',
  rule: 'PT-026',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: {
    encodePointerV2: (d, level, child) => {
      standardParts.encodePointerV2(d, level, child);
      if (level > 2) d.rawLo |= PS;
    },
  },
};

export const grownPointerWithoutCBit: Exhibit = {
  name: 'grown-pointer-without-c-bit',
  title: 'the pointer that growth installs lacks the C-bit',
  source: 'page-tables.md PT-030',
  rule: 'PT-030',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    linkOldTop: (d, newTop, level, oldTop) => {
      d.format.encodePointer(d, level, oldTop);
      d.rawLo = (d.rawLo & ~d.sme.lo) >>> 0;
      d.rawHi = (d.rawHi & ~d.sme.hi) >>> 0;
      d.parts.writeLeaf(d, newTop, 0, 1);
    },
  },
};

export const pointerUnderMmioWithoutCBit: Exhibit = {
  name: 'pointer-under-mmio-without-c-bit',
  title: 'a pointer takes the C-bit from the attributes of the leaf: none for MMIO',
  source: 'page-tables.md PT-034',
  rule: 'PT-034',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodePointerV1: (d, level, child) => {
      standardParts.encodePointerV1(d, level, child);
      if (d.parts.leafCBit(d, d.request.prot)) return;
      d.rawLo = (d.rawLo & ~d.sme.lo) >>> 0;
      d.rawHi = (d.rawHi & ~d.sme.hi) >>> 0;
    },
  },
};
