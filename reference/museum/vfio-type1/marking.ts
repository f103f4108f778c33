/** Exhibits on what a call is given for pages of each class (dma-mmio.md 5.6). */
import { Prot } from '../../../model/vocabulary/prot';
import { standardType1Parts } from '../../in-box/vfio-type1';
import type { Type1Exhibit } from './exhibit';

const { marking, protOf } = standardType1Parts;

export const allReservedIsMmio: Type1Exhibit = {
  name: 'all-reserved-is-mmio',
  title: 'reserved pages are MMIO, whether or not the area is VM_IO',
  source: 'dma-mmio.md VFIO-005, 5.6 (a)',
  rule: 'VFIO-005',
  parts: { marking: { ...marking, classOf: () => 'mmio' } },
};

export const replayMarksNothing: Type1Exhibit = {
  name: 'replay-marks-nothing',
  title: 'a replay gives no call MMIO',
  source: 'dma-mmio.md VFIO-008, BG91',
  rule: 'VFIO-008',
  parts: {
    marking: {
      ...marking,
      markOf: (d, mapping, pageClass) => (mapping.isMapped ? Prot.CACHE : marking.markOf(d, mapping, pageClass)),
    },
  },
};

export const memoryNotCached: Type1Exhibit = {
  name: 'memory-not-cached',
  title: 'no call has CACHE, of RAM neither',
  source: 'dma-mmio.md VFIO-009',
  rule: 'VFIO-009',
  parts: { protOf: (d, mapping, pageClass) => protOf(d, mapping, pageClass) & ~Prot.CACHE },
};

export const mmioCached: Type1Exhibit = {
  name: 'mmio-cached',
  title: 'a call with MMIO has CACHE as well',
  source: 'dma-mmio.md VFIO-010, 5.6 (d)',
  rule: 'VFIO-010',
  parts: { protOf: (d, mapping, pageClass) => protOf(d, mapping, pageClass) | Prot.CACHE },
};

export const mmioReadOnly: Type1Exhibit = {
  name: 'mmio-takes-the-place-of-write',
  title: 'a call with MMIO loses the right to write',
  source: 'dma-mmio.md VFIO-034',
  rule: 'VFIO-034',
  parts: {
    protOf(d, mapping, pageClass) {
      const prot = protOf(d, mapping, pageClass);
      return mapping.read && (prot & Prot.MMIO) !== 0 ? prot & ~Prot.WRITE : prot;
    },
  },
};
