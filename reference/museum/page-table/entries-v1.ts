import { Prot } from '../../../model/vocabulary/prot';
import { itemLg } from '../../../model/vocabulary/units';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that write wrong AMD v1 leaves (page-tables.md 1, 8.1). */
const IN_V1 = { contract: 'generic-pt', formats: ['amdv1'] } as const;

/** Bits of the high half of an entry (page-tables.md 1.1). */
const SOFTWARE_52 = 1 << 20;
const FC = 1 << 28;
const IR = 1 << 29;
/** NL = 7, A and D in the low half. */
const NL_7 = 7 << 9;
const A = 1 << 5;
const D = 1 << 6;

export const softwareFlagInReservedBit: Exhibit = {
  ...IN_V1,
  name: 'software-flag-in-reserved-bit',
  title: 'MMIO leaves are marked in bit 52, which is free in the x86 format and reserved here',
  source: 'page-tables.md PT-002, 2.1 (software bits 52 … 62 of x86-64)',
  rule: 'PT-002',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if ((prot & Prot.MMIO) !== 0) d.rawHi |= SOFTWARE_52;
    },
  },
};

export const nl7ForNaturalSizes: Exhibit = {
  ...IN_V1,
  name: 'nl-7-for-natural-sizes',
  title: 'leaves of 2 MiB and 1 GiB are written with NL = 7, as if they had a size code',
  source: 'page-tables.md PT-003',
  rule: 'PT-003',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if (lg > 12 && lg === itemLg(d.parts.levelOf(lg))) d.rawLo |= NL_7;
    },
  },
};

export const sizeCodeTooLong: Exhibit = {
  ...IN_V1,
  name: 'size-code-too-long',
  title: 'the run of ones in the size code is one bit too long: the entry claims twice its size',
  source: 'page-tables.md PT-005',
  rule: 'PT-005',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if (lg === itemLg(d.parts.levelOf(lg))) return;
      if (lg <= 32) d.rawLo = (d.rawLo | (1 << (lg - 1))) >>> 0;
      else d.rawHi = (d.rawHi | (1 << (lg - 33))) >>> 0;
    },
  },
};

export const addressAdvancesWithReplica: Exhibit = {
  ...IN_V1,
  name: 'address-advances-with-replica',
  title: 'each item of a replicated leaf holds the address of the next leaf instead of the same one',
  source: 'page-tables.md PT-006',
  rule: 'PT-006',
  parts: {
    writeLeaf: (d, table, index, items) => {
      for (let i = 0; i < items; i++) {
        standardParts.writeLeaf(d, table, index + i, 1);
        if (items > 1) d.memory.words[d.memory.at(table, index + i) + 1]! += i;
      }
    },
  },
};

export const lastReplicaForgotten: Exhibit = {
  ...IN_V1,
  name: 'last-replica-forgotten',
  title: 'a replicated leaf is written to all of its items but the last',
  source: 'page-tables.md PT-007',
  rule: 'PT-007',
  parts: {
    writeLeaf: (d, table, index, items) => standardParts.writeLeaf(d, table, index, items > 1 ? items - 1 : 1),
  },
};

export const leafOf512Gigabytes: Exhibit = {
  ...IN_V1,
  name: 'leaf-of-512-gigabytes',
  title: '512 GiB is offered as a page size, in spite of the hardware bug',
  source: 'page-tables.md PT-010, 1.3',
  rule: 'PT-010',
  parts: {
    hasSize: (d, lg) => {
      if (!d.isV1 || lg !== 39) return standardParts.hasSize(d, lg);
      return standardParts.hasSize(d, 38) && lg < d.config.vasz - 1 && lg < d.config.oasz;
    },
  },
};

export const coherenceFollowsCache: Exhibit = {
  ...IN_V1,
  name: 'coherence-follows-cache',
  title: 'FC is set only if the caller says IOMMU_CACHE',
  source: 'page-tables.md PT-011',
  rule: 'PT-011',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if ((prot & Prot.CACHE) === 0) d.rawHi &= ~FC;
    },
  },
};

export const coherenceLostWithSizeCode: Exhibit = {
  ...IN_V1,
  name: 'coherence-lost-with-size-code',
  title: 'encoding a size code drops FC: what is decoded again is not what was encoded',
  source: 'asterinas #3920; page-tables.md PT-011, PT-017',
  rule: 'PT-011',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if ((lg - 12) % 9 !== 0) d.rawHi = (d.rawHi & ~FC) >>> 0;
    },
  },
};

export const writeImpliesRead: Exhibit = {
  ...IN_V1,
  name: 'write-implies-read',
  title: 'a write-only mapping can be read, as in the x86 format',
  source: 'page-tables.md PT-012',
  rule: 'PT-012',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) =>
      standardParts.encodeLeafV1(d, lg, oa, (prot & Prot.WRITE) !== 0 ? prot | Prot.READ : prot),
  },
};

export const cacheCountsAsPermission: Exhibit = {
  ...IN_V1,
  name: 'cache-counts-as-permission',
  title: 'any bit of prot passes the check, so that prot = CACHE makes a leaf that nobody may use',
  source: 'page-tables.md PT-014',
  rule: 'PT-014',
  parts: { checkProt: (d) => (d.request.prot === 0 ? standardParts.checkProt(d) : 0) },
};

export const writableLeafIsBornDirty: Exhibit = {
  ...IN_V1,
  name: 'writable-leaf-is-born-dirty',
  title: 'writable leaves start dirty, as in the x86 format',
  source: 'page-tables.md PT-015, 2.1',
  rule: 'PT-015',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if ((prot & Prot.WRITE) !== 0) d.rawLo |= D;
    },
  },
};

export const accessedBitOfX86: Exhibit = {
  ...IN_V1,
  name: 'accessed-bit-of-x86',
  title: 'bit 5, A of the x86 format, is set in every leaf',
  source: 'page-tables.md PT-016',
  rule: 'PT-016',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      d.rawLo |= A;
    },
  },
};

export const noexecTakesRead: Exhibit = {
  ...IN_V1,
  name: 'noexec-takes-read',
  title: 'NOEXEC, which the format does not have, takes the read permission away',
  source: 'page-tables.md PT-038',
  rule: 'PT-038',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if ((prot & Prot.NOEXEC) !== 0) d.rawHi &= ~IR;
    },
  },
};
