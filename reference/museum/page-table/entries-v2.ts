import { Prot } from '../../../model/vocabulary/prot';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that write wrong AMD v2 leaves (page-tables.md 2, 8.2). */
const IN_V2 = { contract: 'generic-pt', formats: ['amdv2'] } as const;

/** Bits of the low half, and XD in the high half (page-tables.md 2.1). */
const U = 1 << 2;
const D = 1 << 6;
const PS = 1 << 7;
const XD = 0x8000_0000;

export const writableLeafWithoutDirtyV2: Exhibit = {
  ...IN_V2,
  name: 'writable-leaf-without-dirty-v2',
  title: 'D is missing in writable leaves, so that hardware must write the entry',
  source: 'page-tables.md PT-020',
  rule: 'PT-020',
  parts: {
    encodeLeafV2: (d, lg, oa, prot) => {
      standardParts.encodeLeafV2(d, lg, oa, prot);
      d.rawLo = (d.rawLo & ~D) >>> 0;
    },
  },
};

export const psAtLevel0V2: Exhibit = {
  ...IN_V2,
  name: 'ps-at-level-0-v2',
  title: 'PS is set in 4 KiB leaves too, where the bit is PAT',
  source: 'page-tables.md PT-021',
  rule: 'PT-021',
  parts: {
    encodeLeafV2: (d, lg, oa, prot) => {
      standardParts.encodeLeafV2(d, lg, oa, prot);
      d.rawLo = (d.rawLo | PS) >>> 0;
    },
  },
};

export const readOnlyLeafIsDirtyV2: Exhibit = {
  ...IN_V2,
  name: 'read-only-leaf-is-dirty-v2',
  title: 'D is set whatever the permissions, as the old driver does',
  source: 'page-tables.md PT-022, 5.2',
  rule: 'PT-022',
  parts: { encodeLeafV2: standardParts.encodeLeafOldV2 },
};

export const userBitMissingV2: Exhibit = {
  ...IN_V2,
  name: 'user-bit-missing-v2',
  title: 'U is missing in leaves: the IOMMU faults user accesses',
  source: 'page-tables.md PT-023',
  rule: 'PT-023',
  parts: {
    encodeLeafV2: (d, lg, oa, prot) => {
      standardParts.encodeLeafV2(d, lg, oa, prot);
      d.rawLo = (d.rawLo & ~U) >>> 0;
    },
  },
};

export const noexecSetsXdV2: Exhibit = {
  ...IN_V2,
  name: 'noexec-sets-xd-v2',
  title: 'NOEXEC sets XD',
  source: 'page-tables.md PT-025',
  rule: 'PT-025',
  parts: {
    encodeLeafV2: (d, lg, oa, prot) => {
      standardParts.encodeLeafV2(d, lg, oa, prot);
      if ((prot & Prot.NOEXEC) !== 0) d.rawHi = (d.rawHi | XD) >>> 0;
    },
  },
};
