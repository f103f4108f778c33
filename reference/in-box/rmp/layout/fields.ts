import { ASSIGNED, IMMUTABLE, SIZE_2M, slotOf, SUB_MASK, SUB_SHIFT } from '../entry-bits';
import type { FieldParts } from '../parts/layout';

/** gpa: bits 50:12 of qword 0; 20 of them in word 0, 19 in word 1. */
const GPA_HIGH = 0x7ffff;
const ASID_SHIFT = 19;
const ASID_MASK = 0x3ff;
const LOW_PAGES = 2 ** 20;

const gpaOf: FieldParts['gpaOf'] = (words, at) => (words[at + 1]! & GPA_HIGH) * LOW_PAGES + (words[at]! >>> 12);

const asidOf: FieldParts['asidOf'] = (words, at) => (words[at + 1]! >>> ASID_SHIFT) & ASID_MASK;

const storeOwner: FieldParts['storeOwner'] = (words, at, gpa, asid) => {
  words[at] = (words[at]! & 0xfff) | (gpa << 12);
  words[at + 1] =
    (words[at + 1]! & ~(GPA_HIGH | (ASID_MASK << ASID_SHIFT))) |
    (Math.floor(gpa / LOW_PAGES) & GPA_HIGH) |
    ((asid & ASID_MASK) << ASID_SHIFT);
};

const maskOf: FieldParts['maskOf'] = (words, at, vmpl) => (words[at + 2]! >>> (8 * vmpl)) & 0xff;

const storeMask: FieldParts['storeMask'] = (words, at, vmpl, mask) => {
  words[at + 2] = (words[at + 2]! & ~(0xff << (8 * vmpl))) | ((mask & 0xff) << (8 * vmpl));
};

const subOf: FieldParts['subOf'] = (words, at) => (words[at]! >>> SUB_SHIFT) & SUB_MASK;

const storeSub: FieldParts['storeSub'] = (words, at, count) => {
  words[at] = (words[at]! & ~(SUB_MASK << SUB_SHIFT)) | ((count & SUB_MASK) << SUB_SHIFT);
};

/** rmp.md 1.3, 2.6: a stub shows its own bits. */
const readOut: FieldParts['readOut'] = (r, page) => {
  const { words } = r.regionOf(page);
  const at = slotOf(page);
  const isBase = at === 0;
  return {
    assigned: (words[at]! & ASSIGNED) !== 0,
    size: (words[at]! & SIZE_2M) !== 0 ? 1 : 0,
    regionBusy: isBase && (r.parts.isLarge(r, page) || r.parts.subOf(words, 0) > 0),
    immutable: (words[at]! & IMMUTABLE) !== 0,
    gpa: r.parts.gpaOf(words, at) * 4096,
    asid: r.parts.asidOf(words, at),
  };
};

export const fieldParts: FieldParts = {
  gpaOf,
  asidOf,
  storeOwner,
  maskOf,
  storeMask,
  subOf,
  storeSub,
  readOut,
};
