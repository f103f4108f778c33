/** Exhibits on RMPUPDATE (rmp.md 2.1). */
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { HOST, standardRmpParts } from '../../in-box/rmp';
import { ASSIGNED, slotOf, VALIDATED } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

export const staleAsid: RmpExhibit = {
  name: 'stale-asid',
  title: 'a page that is unassigned keeps the ASID of its owner',
  source: 'rmp.md RMP-010',
  rule: 'RMP-010',
  parts: {
    unassign4K: (r, u) => {
      const { words } = r.writableRegion(u.page);
      const asid = r.parts.asidOf(words, slotOf(u.page));
      standardRmpParts.unassign4K(r, u);
      r.parts.storeOwner(words, slotOf(u.page), 0, asid);
    },
  },
};

export const validatedMovesAlong: RmpExhibit = {
  name: 'validated-moves-along',
  title: 'a page that is moved to another GPA of its guest stays validated',
  source: 'rmp.md RMP-011, RC9',
  rule: 'RMP-011',
  parts: {
    keepsRights: (r, u) => {
      const { words } = r.regionOf(u.page);
      const at = slotOf(u.page);
      return u.assigned && (words[at]! & ASSIGNED) !== 0 && r.parts.asidOf(words, at) === u.asid;
    },
  },
};

export const stubsWrittenFirst: RmpExhibit = {
  name: 'stubs-written-first',
  title: 'a 2M update writes a stub before it finds the overlap',
  source: 'rmp.md RMP-017',
  rule: 'RMP-017',
  parts: {
    updateOverlap: (r, u) => {
      const code = standardRmpParts.updateOverlap(r, u);
      if (code !== RmpCode.success && u.size === 1) {
        const at = slotOf(u.page + 1);
        r.writableRegion(u.page).words.fill(0, at, at + 4)[at] = ASSIGNED;
      }
      return code;
    },
  },
};

export const guestsUpdate: RmpExhibit = {
  name: 'guests-update',
  title: 'RMPUPDATE works in a guest: the ASID of the executing context is not looked at',
  source: 'rmp.md RMP-019',
  rule: 'RMP-019',
  parts: { updateFromGuest: () => RmpCode.success },
};

export const validatedOnReassign: RmpExhibit = {
  name: 'validated-on-reassign',
  title: 'a page that is given from one guest to another stays validated',
  source: 'rmp.md RMP-020',
  rule: 'RMP-020',
  parts: {
    keepsRights: (r, u) => u.assigned && (r.regionOf(u.page).words[slotOf(u.page)]! & ASSIGNED) !== 0,
  },
};

export const masksInherited: RmpExhibit = {
  name: 'masks-inherited',
  title: 'a page that is assigned anew keeps the masks of VMPL1 to VMPL3',
  source: 'rmp.md RMP-021',
  rule: 'RMP-021',
  parts: {
    resetRights: (r, page, asid) => {
      const { words } = r.writableRegion(page);
      const at = slotOf(page);
      const masks = words[at + 2]!;
      standardRmpParts.resetRights(r, page, asid);
      if (asid !== 0) words[at + 2] = (masks & ~0xff) | r.parts.fullMask(r);
    },
  },
};

export const mergesInSilence: RmpExhibit = {
  name: 'merges-in-silence',
  title: 'a 2M update replaces 4K entries that are assigned',
  source: 'rmp.md RMP-022',
  rule: 'RMP-022',
  parts: {
    updateOverlap: (r, u) => (u.size === 1 ? RmpCode.success : standardRmpParts.updateOverlap(r, u)),
  },
};

export const splitsInSilence: RmpExhibit = {
  name: 'splits-in-silence',
  title: 'a 4K update below a 2M entry is carried out on the stub',
  source: 'rmp.md RMP-022, X03',
  rule: 'RMP-022',
  parts: {
    updateOverlap: (r, u) => (u.size === 0 ? RmpCode.success : standardRmpParts.updateOverlap(r, u)),
  },
};

export const anyTuple: RmpExhibit = {
  name: 'any-tuple',
  title: 'software may ask for any combination of Assigned, ASID and Immutable, Reclaim pages among them',
  source: 'rmp.md RMP-023, 2.1 check 2',
  rule: 'RMP-023',
  parts: { isLegalTuple: () => true },
};

export const validatedFromPadding: RmpExhibit = {
  name: 'validated-from-padding',
  title: 'Validated is taken from the byte beside Immutable in the new state',
  source: 'rmp.md RMP-024',
  rule: 'RMP-024',
  parts: {
    assign4K: (r, u) => {
      standardRmpParts.assign4K(r, u);
      if (u.immutable && u.asid !== 0) r.writableRegion(u.page).words[slotOf(u.page) + 1]! |= VALIDATED;
    },
  },
};

export const fixedIsFree: RmpExhibit = {
  name: 'fixed-is-free',
  title: 'HV-Fixed pages are taken for free memory: Immutable counts for assigned entries only',
  source: 'rmp.md RMP-025',
  rule: 'RMP-025',
  parts: {
    updateImmutable: (r, u) => {
      const isAssigned = (r.regionOf(u.page).words[slotOf(u.page)]! & ASSIGNED) !== 0;
      return isAssigned ? standardRmpParts.updateImmutable(r, u) : RmpCode.success;
    },
  },
};

export const updateZeroes: RmpExhibit = {
  name: 'update-zeroes',
  title: 'RMPUPDATE writes zeroes to a page that it unassigns',
  source: 'rmp.md RMP-026',
  rule: 'RMP-026',
  parts: {
    unassign4K: (r, u) => {
      standardRmpParts.unassign4K(r, u);
      r.noteWrite(u.page, HOST);
    },
  },
};

export const inUseAfterwards: RmpExhibit = {
  name: 'in-use-afterwards',
  title: 'the entry is written first, and found to be in use afterwards',
  source: 'rmp.md RMP-031',
  rule: 'RMP-031',
  parts: {
    updateBusy: (r, u) => {
      const code = standardRmpParts.updateBusy(r, u);
      if (code !== RmpCode.success && standardRmpParts.updateOverlap(r, u) === RmpCode.success) {
        r.parts.applyUpdate(r, u);
      }
      return code;
    },
  },
};

export const liveVmsaReassigned: RmpExhibit = {
  name: 'live-vmsa-reassigned',
  title: 'RMPUPDATE and PSMASH do not look whether a running VMRUN uses the page',
  source: 'rmp.md RMP-032',
  rule: 'RMP-032',
  parts: { isBusy: (r, page) => r.regionOf(page).isBusy },
};
