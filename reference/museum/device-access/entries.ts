import { standardDeviceAccessParts } from '../../in-box/device-access';
import { pageOf, pagesOf } from '../../../model/vocabulary/units';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits that read device entries and leaves wrongly (rmp.md 4.6, 4.9). */

export const cBitGoesToTheRmp: DeviceAccessExhibit = {
  name: 'c-bit-goes-to-the-rmp',
  title: 'the RMP is asked for the address as the leaf has it: with the C-bit nothing is covered',
  source: 'rmp.md RMP-083, RMP-003',
  rule: 'RMP-083',
  parts: { addressField: (_d, lo, hi) => pageOf(lo, hi & 0xf_ffff) },
};

export const passthroughOnSnpHost: DeviceAccessExhibit = {
  name: 'passthrough-on-snp-host',
  title: 'Mode = 0 is accepted while SNP is on (iommu=pt)',
  source: 'rmp.md RMP-084; Linux fb2accadaa94, ba17de98545d',
  rule: 'RMP-084',
  parts: { mode0IsIllegal: () => false },
};

export const passthroughAlwaysRefused: DeviceAccessExhibit = {
  name: 'passthrough-always-refused',
  title: 'Mode = 0 is refused while SNP is off, too',
  source: 'rmp.md RMP-084; RG84b',
  rule: 'RMP-084',
  parts: { mode0IsIllegal: () => true },
};

export const upperHalfTakenForLower: DeviceAccessExhibit = {
  name: 'upper-half-taken-for-lower',
  title: 'the upper half of a contiguous leaf is translated as if it were the lower',
  source: 'rmp.md RMP-105; page-tables.md 1.5',
  rule: 'RMP-105',
  parts: {
    translate: (leaf, page, lg) =>
      (lg - 12) % 9 === 0 ? standardDeviceAccessParts.translate(leaf, page, lg) : leaf + (page % pagesOf(lg - 1)),
  },
};
