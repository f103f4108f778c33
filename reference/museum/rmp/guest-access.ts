/** Exhibits on accesses of SNP guests (rmp.md 3.1 to 3.4). */
import { VmplBit } from '../../../model/vocabulary/rmp/entry';
import { ErrorBit } from '../../../model/vocabulary/rmp/outcome';
import { standardRmpParts } from '../../in-box/rmp';
import { slotOf } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

export const immutableUsable: RmpExhibit = {
  name: 'immutable-usable',
  title: 'a guest uses pages that the firmware works on: Mutable is not checked',
  source: 'rmp.md RMP-051',
  rule: 'RMP-051',
  parts: { isMutable: () => true },
};

export const smallerLeafCounts: RmpExhibit = {
  name: 'smaller-leaf-counts',
  title: "the Page-Size check takes the smaller of the guest's and the nested leaf",
  source: 'rmp.md RMP-052',
  rule: 'RMP-052',
  parts: {
    privateAccess: (r, a) => standardRmpParts.privateAccess(r, { ...a, nestedLg: Math.min(a.guestLg, a.nestedLg) }),
  },
};

export const sizesEqual: RmpExhibit = {
  name: 'sizes-equal',
  title: 'a nested leaf of 1G fits no entry, because entries of 1G do not exist',
  source: 'rmp.md RMP-053',
  rule: 'RMP-053',
  parts: { sizeMatches: (r, page, lg) => lg !== 30 && standardRmpParts.sizeMatches(r, page, lg) },
};

export const vcFirst: RmpExhibit = {
  name: 'vc-first',
  title: '#VC comes before the ownership checks',
  source: 'rmp.md RMP-054',
  rule: 'RMP-054',
  parts: {
    privateAccess: (r, a) => {
      if (r.parts.covered(r, a.spa) && !r.parts.isValidated(r, a.spa)) {
        r.parts.raiseNotValidated(r);
        return false;
      }
      return standardRmpParts.privateAccess(r, a);
    },
  },
};

export const rmpBeforePaging: RmpExhibit = {
  name: 'rmp-before-paging',
  title: 'the RMP is looked up for pages that are not present',
  source: 'rmp.md RMP-055',
  rule: 'RMP-055',
  parts: {
    access: (r, a) => (!r.cpuSnpEnabled || r.parts.rmpAllows(r, a)) && standardRmpParts.access(r, a),
  },
};

export const sizemOnLoads: RmpExhibit = {
  name: 'sizem-on-loads',
  title: 'SIZEM is set for accesses through a leaf of the wrong size',
  source: 'rmp.md RMP-056',
  rule: 'RMP-056',
  parts: {
    raiseNpf: (r, a, enc, byVmpl) => {
      standardRmpParts.raiseNpf(r, a, enc, byVmpl);
      const fits = !r.parts.covered(r, a.spa) || r.parts.sizeMatches(r, a.spa, a.nestedLg);
      if (enc && !fits) r.errorCode += 2 ** ErrorBit.sizem;
    },
  },
};

export const encOfThePte: RmpExhibit = {
  name: 'enc-of-the-pte',
  title: "ENC is the C-bit of the guest's PTE, for fetches and table walks too",
  source: 'rmp.md RMP-057',
  rule: 'RMP-057',
  parts: {
    raiseNpf: (r, a, _enc, byVmpl) => {
      standardRmpParts.raiseNpf(r, a, a.cBit, byVmpl);
    },
  },
};

export const sharedReadsChecked: RmpExhibit = {
  name: 'shared-reads-checked',
  title: 'shared reads of an SNP guest want an unassigned page',
  source: 'rmp.md RMP-058',
  rule: 'RMP-058',
  parts: {
    snpGuestAccess: (r, a) => {
      if (r.parts.effectiveCBit(r, a) || r.parts.pageIsHypervisors(r, a.spa)) {
        return standardRmpParts.snpGuestAccess(r, a);
      }
      r.parts.raiseNpf(r, a, false, false);
      return false;
    },
  },
};

export const fetchesByPte: RmpExhibit = {
  name: 'fetches-by-pte',
  title: 'a guest executes shared pages where its PTE has the C-bit clear',
  source: 'rmp.md RMP-059',
  rule: 'RMP-059',
  parts: { effectiveCBit: (r, a) => (a.kind === 'fetch' ? a.cBit : standardRmpParts.effectiveCBit(r, a)) },
};

export const vtomInclusive: RmpExhibit = {
  name: 'vtom-inclusive',
  title: 'the page at vTOM is private',
  source: 'rmp.md RMP-060',
  rule: 'RMP-060',
  parts: { isBelowVtom: (gpa, vtom) => gpa <= vtom },
};

export const writeOnlyWrites: RmpExhibit = {
  name: 'write-only-writes',
  title: 'a mask of Write without Read allows writes',
  source: 'rmp.md RMP-062',
  rule: 'RMP-062',
  parts: {
    vmplAllows: (r, page, vmpl, kind, user) => {
      const mask = r.parts.maskOf(r.regionOf(page).words, slotOf(r.parts.authority(r, page)), vmpl);
      if (kind === 'write') return (mask & VmplBit.write) !== 0;
      return standardRmpParts.vmplAllows(r, page, vmpl, kind, user);
    },
  },
};

export const noPageSizeCheck: RmpExhibit = {
  name: 'no-page-size-check',
  title: 'nested leaves of any size reach any private page',
  source: 'rmp.md RMP-065',
  rule: 'RMP-065',
  parts: { sizeMatches: () => true },
};
