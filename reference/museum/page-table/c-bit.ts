import type { Exhibit } from './exhibit';

/** Exhibits that put the C-bit where it must not be, or leave it out (page-tables.md 4, 8.3). */

export const cBitOnMmio: Exhibit = {
  name: 'c-bit-on-mmio',
  title: 'every leaf carries the C-bit, whatever prot says',
  source: 'kernels before 7.0: IOMMU_MMIO is ignored when the attributes of a leaf are made (page-tables.md 4.2)',
  rule: 'PT-032',
  contract: 'generic-pt',
  formats: ['amdv1', 'amdv2'],
  parts: { leafCBit: () => true },
};
