/** Exhibits on the formats of entries (rmp.md 1.2, 1.3). */
import { standardRmpParts } from '../../in-box/rmp';
import { slotOf } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

export const asidOfEightBits: RmpExhibit = {
  name: 'asid-of-eight-bits',
  title: 'the ASID is stored in eight bits, so that guests 5 and 261 are one',
  source: 'rmp.md RMP-015',
  rule: 'RMP-015',
  parts: {
    storeOwner: (words, at, gpa, asid) => {
      standardRmpParts.storeOwner(words, at, gpa, asid & 0xff);
    },
  },
};

/** Bits 63:51 of qword 0: ASID, VMSA, Validated and lock. */
const ASID_SHIFT = 19;

export const readLeaksValidated: RmpExhibit = {
  name: 'rmpread-leaks-validated',
  title: 'RMPREAD does not mask the bits above the ASID: VMSA and Validated come out with it',
  source: 'rmp.md RMP-016',
  rule: 'RMP-016',
  parts: {
    readOut: (r, page) => ({
      ...standardRmpParts.readOut(r, page),
      asid: r.regionOf(page).words[slotOf(page) + 1]! >>> ASID_SHIFT,
    }),
  },
};
