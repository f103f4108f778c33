import { standardRmpParts } from '../../in-box/rmp';
import { biggestPage } from '../../policies/biggest-page';
import { noUnmap } from '../../policies/no-unmap';
import { psmashAlone } from '../../policies/psmash-alone';
import type { HostExhibit } from './exhibit';

/** Exhibits of the hardware below, that only a host's traces show (rmp.md 7.5). */

export const halfOfA4MLeaf: HostExhibit = {
  name: 'unmap-clears-one-of-two',
  title: 'of the two entries that encode a 4M leaf only one is cleared',
  source: 'rmp.md 7.5 RMP-106',
  rule: 'RMP-106',
  policy: biggestPage,
  parts: {
    hardware: {
      devices: {
        clearLeaf: (d, _table, page, _level, index) => d.memory.write(page).fill(0, 2 * index, 2 * index + 2),
      },
    },
  },
};

export const bornValidated: HostExhibit = {
  name: 'assigned-page-is-validated',
  title: 'RMPUPDATE hands pages over validated',
  source: 'rmp.md 7.5 RMP-110',
  rule: 'RMP-110',
  parts: {
    hardware: {
      rmp: {
        resetRights: (r, page, asid) => {
          standardRmpParts.resetRights(r, page, asid);
          if (asid !== 0) r.parts.writeValidated(r, page, true);
        },
      },
    },
  },
};

export const fenceNotEnforced: HostExhibit = {
  name: 'fence-not-enforced',
  title: 'the fence of an ASID is recorded, and requests pass',
  source: 'rmp.md 7.5 RMP-117',
  rule: 'RMP-117',
  policy: psmashAlone,
  parts: { hardware: { devices: { fenceBlocks: () => false } } },
};

export const sharedCheckMissing: HostExhibit = {
  name: 'untrusted-requests-unchecked',
  title: 'requests at T=0 are not checked against the RMP',
  source: 'rmp.md 7.5 RMP-118',
  rule: 'RMP-118',
  policy: noUnmap,
  parts: { hardware: { devices: { checkShared: () => true } } },
};

export const staleLineGrants: HostExhibit = {
  name: 'stale-line-grants',
  title: 'what the IOTLB holds is not checked against the RMP again',
  source: 'rmp.md 7.5 RMP-118; 0.4 IOTLB_STALE_GRANTS',
  rule: 'RMP-118',
  policy: noUnmap,
  parts: { hardware: { devices: { hitIsChecked: () => false } } },
};
