/** Exhibits on VMRUN (rmp.md 3.7). */
import { standardRmpParts } from '../../in-box/rmp';
import { IMMUTABLE, slotOf } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

export const vmsaOfTheStub: RmpExhibit = {
  name: 'vmsa-of-the-stub',
  title: 'VMRUN reads the stub of a VMSA page below a 2M entry, and refuses it',
  source: 'rmp.md RMP-068',
  rule: 'RMP-068',
  parts: { vmsaAuthority: (_r, page) => page },
};

export const vmcbAt2M: RmpExhibit = {
  name: 'vmcb-at-2m',
  title: 'VMRUN wants the whole 2M region of the VMCB free',
  source: 'rmp.md RMP-068, table of 3.7 (4K)',
  rule: 'RMP-068',
  parts: { structureIsHypervisors: (r, page) => r.parts.hypervisorOwned(r, page, 21) },
};

export const anyPageIsVmsa: RmpExhibit = {
  name: 'any-page-is-vmsa',
  title: 'VMRUN takes any page of the guest for a VMSA',
  source: 'rmp.md RMP-069',
  rule: 'RMP-069',
  parts: {
    vmsaIsRunnable: (r, page, asid) => {
      if (!r.parts.covered(r, page)) return false;
      const { words } = r.regionOf(page);
      const at = slotOf(standardRmpParts.vmsaAuthority(r, page));
      return r.parts.asidOf(words, at) === asid && (words[at]! & IMMUTABLE) === 0;
    },
  },
};
