import { DEFAULT_RMP_ASSUMPTIONS } from '../../../../model/vocabulary/rmp/assumption';
import type { WrapperConfig } from '../../../../model/vocabulary/rmp-wrapper/config';

/** Flat coverage of the first 4 GiB by a table at 1 MiB, all of it RAM mapped by 2M leaves, SNP on; RMPREAD is there. */
export const PLAIN: WrapperConfig = {
  rmp: {
    coverage: { kind: 'flat', base: 0x10_0000, end: 0x110_3fff },
    cpuSnpEnabled: true,
    iommuSnpEnabled: true,
    vmpls: 4,
    maxAsid: 509,
    cBit: 51,
    x86Shutdown: true,
    mmio: [],
    iommuPages: [],
    preset: [],
    assumptions: DEFAULT_RMP_ASSUMPTIONS,
  },
  rmpread: true,
  ram: [{ spa: 0, pages: 2 ** 20 }],
  directMap: '2M',
  hostSnp: true,
  iommuSnp: true,
  cpuMissing: false,
  segments: { minLg: 30, maxLg: 36, most: null },
  failAllocation: null,
};
