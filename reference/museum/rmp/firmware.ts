/** Exhibits on the commands of the firmware (rmp.md 2.7). */
import { FirmwareStatus } from '../../../model/vocabulary/rmp/outcome';
import { standardRmpParts } from '../../in-box/rmp';
import { ASSIGNED, slotOf } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

export const reclaimUnassigns: RmpExhibit = {
  name: 'reclaim-unassigns',
  title: 'PAGE_RECLAIM gives the page to the host at once',
  source: 'rmp.md RMP-041',
  rule: 'RMP-041',
  parts: {
    unlock: (r, page) => {
      standardRmpParts.unlock(r, page);
      r.writableRegion(page).words[slotOf(page)]! &= ~ASSIGNED;
    },
  },
};

export const reclaimsContext: RmpExhibit = {
  name: 'reclaims-context',
  title: 'PAGE_RECLAIM unlocks the context page of a running guest',
  source: 'rmp.md RMP-041, X08',
  rule: 'RMP-041',
  parts: { isReclaimable: () => true },
};

export const mutableReclaimFails: RmpExhibit = {
  name: 'mutable-reclaim-fails',
  title: 'PAGE_RECLAIM of a page that is mutable already is an error',
  source: 'rmp.md RMP-042, X07',
  rule: 'RMP-042',
  parts: {
    pageReclaim: (r, spa, size, reserved) => {
      const page = r.pageOfAddress(spa);
      const isMutable = r.parts.covered(r, page) && r.parts.isMutable(r, page);
      const status = standardRmpParts.pageReclaim(r, spa, size, reserved);
      return isMutable && status === FirmwareStatus.success ? FirmwareStatus.invalidPageState : status;
    },
  },
};

export const unsmashesMutable: RmpExhibit = {
  name: 'unsmashes-mutable',
  title: 'PAGE_UNSMASH accepts entries that are not immutable',
  source: 'rmp.md RMP-043, X10, RC14',
  rule: 'RMP-043',
  parts: {
    isUniform: (r, base) => {
      const { words } = r.regionOf(base);
      const asid = r.parts.asidOf(words, 0);
      const gpa = r.parts.gpaOf(words, 0);
      if (r.parts.isLarge(r, base) || asid === 0 || gpa % 512 !== 0) return false;
      for (let i = 0; i < 512; i++) {
        const at = slotOf(i);
        if (r.parts.asidOf(words, at) !== asid || r.parts.gpaOf(words, at) !== gpa + i) return false;
      }
      return true;
    },
  },
};

export const unsmashTakesLastGpa: RmpExhibit = {
  name: 'unsmash-takes-last-gpa',
  title: 'the entry that PAGE_UNSMASH makes has the GPA of the last page that was checked',
  source: 'rmp.md RMP-044',
  rule: 'RMP-044',
  parts: {
    unsmash: (r, base) => {
      const { words } = r.writableRegion(base);
      const last = r.parts.gpaOf(words, slotOf(base + 511));
      standardRmpParts.unsmash(r, base);
      r.parts.storeOwner(words, 0, last, r.parts.asidOf(words, 0));
    },
  },
};

export const decommissionFrees: RmpExhibit = {
  name: 'decommission-frees',
  title: 'DECOMMISSION makes the context page a Hypervisor page in one step',
  source: 'rmp.md RMP-045',
  rule: 'RMP-045',
  parts: {
    decommission: (r, spa) => {
      const status = standardRmpParts.decommission(r, spa);
      if (status === FirmwareStatus.success) {
        const page = r.pageOfAddress(spa);
        const at = slotOf(page);
        r.parts.countAssigned(r, page, true, false);
        r.writableRegion(page).words[at]! &= ~0x7;
      }
      return status;
    },
  },
};
