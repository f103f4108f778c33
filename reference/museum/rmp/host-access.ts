/** Exhibits on Hypervisor-Owned: accesses by the host and by plain guests (rmp.md 3.1, 3.2). */
import { standardRmpParts } from '../../in-box/rmp';
import { IMMUTABLE, slotOf } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

const GIB_PAGES = 2 ** 18;

export const readsChecked: RmpExhibit = {
  name: 'reads-checked',
  title: 'reads of the host and of plain guests are checked like writes',
  source: 'rmp.md RMP-046',
  rule: 'RMP-046',
  parts: { isChecked: (r, a) => a.kind === 'read' || standardRmpParts.isChecked(r, a) },
};

export const ownerByAsid: RmpExhibit = {
  name: 'owner-by-asid',
  title: "a page without an ASID is taken for the host's: Reclaim and Firmware pages are writable",
  source: 'rmp.md RMP-047',
  rule: 'RMP-047',
  parts: {
    pageIsHypervisors: (r, page) => {
      if (!r.parts.covered(r, page)) return true;
      return r.parts.asidOf(r.regionOf(page).words, slotOf(r.parts.authority(r, page))) === 0;
    },
  },
};

export const onlyTheTarget: RmpExhibit = {
  name: 'only-the-target',
  title: 'a write through a 2M mapping is checked by the page that is written',
  source: 'rmp.md RMP-048',
  rule: 'RMP-048',
  parts: { hypervisorOwned: (r, page) => r.parts.pageIsHypervisors(r, page) },
};

export const whole1G: RmpExhibit = {
  name: 'whole-1g',
  title: 'a write through a 1G mapping wants all of its 512 regions free',
  source: 'rmp.md RMP-049',
  rule: 'RMP-049',
  parts: {
    hypervisorOwned: (r, page, lg) => {
      if (lg < 30) return standardRmpParts.hypervisorOwned(r, page, lg);
      const first = page - (page % GIB_PAGES);
      for (let base = first; base < first + GIB_PAGES; base += 512) {
        if (!r.parts.regionIsHypervisors(r, base)) return false;
      }
      return true;
    },
  },
};

export const fixedNotWritable: RmpExhibit = {
  name: 'fixed-not-writable',
  title: 'HV-Fixed pages refuse host writes, so that no MMIO in a hole below 4G works',
  source: 'rmp.md RMP-050',
  rule: 'RMP-050',
  parts: {
    pageIsHypervisors: (r, page) =>
      !r.parts.covered(r, page) ||
      (standardRmpParts.pageIsHypervisors(r, page) && (r.regionOf(page).words[slotOf(page)]! & IMMUTABLE) === 0),
  },
};

export const adUpdateByLeaf: RmpExhibit = {
  name: 'ad-update-by-leaf',
  title: 'updates of accessed and dirty bits are checked at the size of the mapping',
  source: 'rmp.md RMP-061',
  rule: 'RMP-061',
  parts: { mappingLg: (a) => a.nestedLg },
};
