import type { OaPage } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { Prot } from '../../../model/vocabulary/prot';
import { type Domain, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that put the C-bit where it must not be, or leave it out (page-tables.md 4, 8.3). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const cBitOnMmio: Exhibit = {
  ...IN_BOTH,
  name: 'c-bit-on-mmio',
  title: 'every leaf carries the C-bit, whatever prot says',
  source: 'kernels before 7.0: IOMMU_MMIO is ignored when the attributes of a leaf are made (e2692c4eeaa4)',
  rule: 'PT-032',
  parts: { leafCBit: () => true },
};

export const mmioLostInWrapper: Exhibit = {
  name: 'mmio-lost-in-wrapper',
  title: 'the old driver passes only READ and WRITE on, so that MMIO leaves carry the C-bit',
  source: 'page-tables.md 4.3 (6.12: amd_iommu_map_pages)',
  rule: 'PT-032',
  contract: 'io-pgtable',
  formats: ['amdv1', 'amdv2'],
  parts: {
    oldMapPages: (d, lg) => {
      d.request.prot &= Prot.READ | Prot.WRITE;
      return standardParts.oldMapPages(d, lg);
    },
  },
};

/** `oa` without the C-bit. */
function withoutCBit(d: Domain, oa: OaPage): OaPage {
  const { smeBit } = d.config;
  if (smeBit === null) return oa;
  const bit = 2 ** (smeBit - 12);
  return Math.floor(oa / bit) % 2 === 1 ? oa - bit : oa;
}

export const addressStrippedOfCBit: Exhibit = {
  ...IN_BOTH,
  name: 'address-stripped-of-c-bit',
  title: 'an address that carries the C-bit loses it without a word, so that MMIO reaches other memory',
  source: 'page-tables.md PT-029',
  rule: 'PT-029',
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => standardParts.encodeLeafV1(d, lg, withoutCBit(d, oa), prot),
  },
};

export const cBitInFirstReplicaOnly: Exhibit = {
  name: 'c-bit-in-first-replica-only',
  title: 'only the first item of a replicated leaf carries the C-bit',
  source: 'page-tables.md PT-031',
  rule: 'PT-031',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    writeLeaf: (d, table, index, items) => {
      standardParts.writeLeaf(d, table, index, 1);
      d.rawLo = (d.rawLo & ~d.sme.lo) >>> 0;
      d.rawHi = (d.rawHi & ~d.sme.hi) >>> 0;
      standardParts.writeLeaf(d, table, index + 1, items - 1);
    },
  },
};

export const mmioIsNotCoherent: Exhibit = {
  name: 'mmio-is-not-coherent',
  title: 'MMIO clears FC besides the C-bit',
  source: 'page-tables.md PT-033',
  rule: 'PT-033',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if ((prot & Prot.MMIO) !== 0) d.rawHi &= ~(1 << 28);
    },
  },
};

export const bit47WithoutEncryption: Exhibit = {
  name: 'bit-47-without-encryption',
  title: 'bit 47 is set in leaves on machines without memory encryption too',
  source: 'page-tables.md PT-036',
  rule: 'PT-036',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if (d.config.smeBit === null && (prot & Prot.MMIO) === 0) d.rawHi |= 1 << 15;
    },
  },
};

export const cBitLimitsAddresses: Exhibit = {
  ...IN_BOTH,
  name: 'c-bit-limits-addresses',
  title: 'every physical address above the C-bit is refused, as if the bit ended the address space',
  source: 'page-tables.md PT-037, 4.1 (the usable width does shrink, by another number)',
  rule: 'PT-037',
  parts: {
    checkOaStart: (d) => {
      const { smeBit } = d.config;
      if (smeBit !== null && d.request.oa >= 2 ** (smeBit - 11)) return Errno.ERANGE;
      return standardParts.checkOaStart(d);
    },
  },
};

export const mmioSticksToDomain: Exhibit = {
  ...IN_BOTH,
  name: 'mmio-sticks-to-domain',
  title: 'after one MMIO map the domain makes all leaves without the C-bit',
  source: 'page-tables.md PT-039',
  rule: 'PT-039',
  parts: {
    leafCBit: (d, prot) => {
      const key = `mmio ${d.index}`;
      if ((prot & Prot.MMIO) !== 0) d.memory.notes.set(key, 1);
      return !d.memory.notes.has(key);
    },
  },
};
