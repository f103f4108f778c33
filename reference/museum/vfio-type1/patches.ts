/** How released kernels and the versions of seed 000 tell MMIO from RAM (dma-mmio.md 5.6). None of them knows a page's class at replay (D5-1). */
import { Prot } from '../../../model/vocabulary/prot';
import { standardType1Parts, type MmioMarking } from '../../in-box/vfio-type1';
import type { Type1Exhibit } from './exhibit';

/** No call is given MMIO. */
const never: MmioMarking = {
  ...standardType1Parts.marking,
  classOf: () => 'reserved',
  keepsApart: () => false,
  markOf: () => Prot.CACHE,
};

/** Each call is given what the mapping as a whole has at that time. */
const byMapping: MmioMarking = {
  ...never,
  markOf: (_d, { mark }) => mark | Prot.CACHE,
};

export const neverMmio: Type1Exhibit = {
  name: 'linux-7.2-never-mmio',
  title: 'no call has MMIO: where memory is encrypted, the IOPTEs of a BAR have the C-bit',
  source: 'Linux 6.19, 7.2, 7.3; dma-mmio.md 5.6 UPSTREAM, BG96',
  rule: 'VFIO-032',
  parts: { marking: never },
};

export const pageIsRam: Type1Exhibit = {
  name: 'seed-000-v1-page-is-ram',
  title: 'no call has MMIO: the IOMMU driver asks page_is_ram() of each address instead',
  source: 'seed 000 (Wei Wang), v1; dma-mmio.md 5.6',
  rule: 'VFIO-005',
  parts: {
    marking: { ...never, leafProt: (d, frame, prot) => (d.memory.kindOf(frame) === null ? prot | Prot.MMIO : prot) },
  },
};

export const lookAhead: Type1Exhibit = {
  name: 'seed-000-v3-look-ahead',
  title: 'a fetch marks the mapping for what it finds, which is what comes after the run that is mapped next',
  source: 'seed 000 (Wei Wang), v3; dma-mmio.md 5.6, L3, L4, BG97, BG98',
  rule: 'VFIO-007',
  parts: {
    marking: {
      ...byMapping,
      pinned(mapping) {
        mapping.mark = 0;
      },
      followed(mapping, kind) {
        if (kind === 'ioPfnmap') mapping.mark = Prot.MMIO;
      },
    },
  },
};

export const lookAheadOfReserved: Type1Exhibit = {
  name: 'seed-000-v4-look-ahead',
  title: 'as v3, but a page of a VM_IO area marks the mapping only if it is reserved',
  source: 'seed 000 (Wei Wang), v4; dma-mmio.md 5.6',
  rule: 'VFIO-006',
  parts: {
    marking: {
      ...byMapping,
      pinned(mapping) {
        mapping.mark = 0;
      },
      followed(mapping, kind, isReserved) {
        if (kind === 'ioPfnmap' && isReserved) mapping.mark = Prot.MMIO;
      },
    },
  },
};

export const lastRunDecides: Type1Exhibit = {
  name: 'seed-000-v5-last-run-decides',
  title: 'the mark is cleared with each run of RAM, and what the last run left counts for all of a replay',
  source: 'seed 000 (Wei Wang), v5; dma-mmio.md 5.6 (a), (b), BG91, BG92',
  rule: 'VFIO-008',
  parts: {
    marking: {
      ...byMapping,
      followed(mapping, kind, isReserved) {
        if (kind === 'ioPfnmap' && isReserved) mapping.mark = Prot.MMIO;
      },
      ran(mapping, { pageClass }) {
        if (pageClass === 'ram') mapping.mark = 0;
      },
    },
  },
};

export const sticky: Type1Exhibit = {
  name: 'sticky-mmio',
  title: 'once a mapping has MMIO, all that follows is mapped as MMIO: right in one order only',
  source: 'dma-mmio.md VFIO-006, VFIO-007',
  rule: 'VFIO-007',
  parts: {
    marking: {
      ...standardType1Parts.marking,
      ran(mapping, { pageClass }) {
        if (pageClass === 'mmio') mapping.mark = Prot.MMIO;
      },
      markOf: (d, mapping, pageClass) =>
        mapping.mark === 0 ? standardType1Parts.marking.markOf(d, mapping, pageClass) : Prot.MMIO,
    },
  },
};
