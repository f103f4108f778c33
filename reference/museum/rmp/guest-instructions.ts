/** Exhibits on PVALIDATE, RMPADJUST and RMPQUERY (rmp.md 2.3 to 2.5). */
import { VmplBit } from '../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { standardRmpParts } from '../../in-box/rmp';
import { slotOf, VMSA } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

/** What Linux calls "no update": a value of its own, which no hardware returns. */
const NO_UPDATE = 255;

export const sizemExchanged: RmpExhibit = {
  name: 'sizem-exchanged',
  title: 'PVALIDATE of 2M in a 4K page exits with SIZEM, in place of returning 6',
  source: 'rmp.md RMP-033',
  rule: 'RMP-033',
  parts: {
    operandIsLarger: (r, op) => standardRmpParts.operandIsLarger(r, op) || standardRmpParts.operandIsSmaller(r, op),
  },
};

export const noUpdateIsAnError: RmpExhibit = {
  name: 'no-update-is-an-error',
  title: 'PVALIDATE that has nothing to do returns 255',
  source: 'rmp.md RMP-034, 2.0',
  rule: 'RMP-034',
  parts: {
    pvalidate: (r, op) => {
      const code = standardRmpParts.pvalidate(r, op);
      return r.carry ? NO_UPDATE : code;
    },
  },
};

export const validationResetsMasks: RmpExhibit = {
  name: 'validation-resets-masks',
  title: 'PVALIDATE takes the rights of VMPL1 away again',
  source: 'rmp.md RMP-035',
  rule: 'RMP-035',
  parts: {
    writeValidated: (r, page, validated) => {
      standardRmpParts.writeValidated(r, page, validated);
      r.parts.resetRights(r, page, r.parts.asidOf(r.regionOf(page).words, slotOf(page)));
      standardRmpParts.writeValidated(r, page, validated);
    },
  },
};

export const validatesSharedPages: RmpExhibit = {
  name: 'validates-shared-pages',
  title: 'PVALIDATE works on a page that was given back to the host: nobody asks whose it is',
  source: 'oak issue 4218 (PVALIDATE after sharing); rmp.md X05',
  rule: 'RMP-035',
  parts: { guestOwnsOperand: (r, op) => r.parts.covered(r, op.spa) },
};

export const adjustsItself: RmpExhibit = {
  name: 'adjusts-itself',
  title: 'a VMPL may set its own rights: the target is compared with ≥',
  source: 'rmp.md RMP-036',
  rule: 'RMP-036',
  parts: { isLessPrivileged: (vmpl, target) => target >= vmpl },
};

export const grantsTheUnion: RmpExhibit = {
  name: 'grants-the-union',
  title: 'a VMPL may grant what any VMPL has',
  source: 'rmp.md RMP-037',
  rule: 'RMP-037',
  parts: {
    mayGrant: (r, op, page) => {
      const { words } = r.regionOf(page);
      let union = 0;
      for (let vmpl = 0; vmpl < r.config.vmpls; vmpl++) union |= r.parts.maskOf(words, slotOf(page), vmpl);
      return (op.mask & ~union) === 0;
    },
  },
};

export const anyVmplMakesVmsa: RmpExhibit = {
  name: 'any-vmpl-makes-vmsa',
  title: 'VMPL1 sets the VMSA bit',
  source: 'rmp.md RMP-038',
  rule: 'RMP-038',
  parts: {
    writeVmsa: (r, op, page) => {
      const at = slotOf(page) + 1;
      const { words } = r.writableRegion(page);
      words[at] = op.vmsa ? words[at]! | VMSA : words[at]! & ~VMSA;
    },
  },
};

export const adjustsUnvalidated: RmpExhibit = {
  name: 'adjusts-unvalidated',
  title: 'RMPADJUST works on pages that are not validated',
  source: 'rmp.md RMP-039',
  rule: 'RMP-039',
  parts: {
    rmpadjust: (r, op) => {
      const code = standardRmpParts.rmpadjust(r, op);
      if (r.fault !== '#VC') return code;
      r.clear();
      const page = r.parts.authority(r, op.spa);
      r.parts.storeMask(r.writableRegion(page).words, slotOf(page), op.target, op.mask);
      return RmpCode.success;
    },
  },
};

export const queryWrites: RmpExhibit = {
  name: 'query-writes',
  title: 'RMPQUERY grants the target Read on the way',
  source: 'rmp.md RMP-040',
  rule: 'RMP-040',
  parts: {
    rmpquery: (r, op) => {
      const out = standardRmpParts.rmpquery(r, op);
      if (out !== null) {
        const page = r.parts.authority(r, op.spa);
        r.parts.storeMask(r.writableRegion(page).words, slotOf(page), op.target, out.mask | VmplBit.read);
      }
      return out;
    },
  },
};
