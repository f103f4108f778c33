import { standardRmpParts } from '../../in-box/rmp';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits that let T=0 requests through, or refuse them, wrongly (rmp.md 4.4 IO-01 … IO-10). */

export const onlyTargetIsShared: DeviceAccessExhibit = {
  name: 'only-target-is-shared',
  title: 'of a 2M leaf only the 4K page of the request is looked at',
  source: 'rmp.md RMP-073; Linux f0295913c4b4',
  rule: 'RMP-073',
  parts: { checkShared: (d, spa) => d.rmp.hv(spa) },
};

export const mixedRegionIsRefused: DeviceAccessExhibit = {
  name: 'mixed-region-is-refused',
  title: 'a 4K leaf is refused if any page of its 2M is assigned',
  source: 'rmp.md RMP-074',
  rule: 'RMP-074',
  parts: { checkShared: (d, spa) => d.rmp.hv2(spa - (spa % 512)) },
};

export const untrustedIsUnchecked: DeviceAccessExhibit = {
  name: 'untrusted-is-unchecked',
  title: 'the T bit is forgotten: requests of untrusted devices are not checked at all',
  source: 'rmp.md RMP-075; AMDSEV issue 109',
  rule: 'RMP-075',
  parts: { checkShared: (d) => d.t === 0 },
};

export const baseIsNotCounted: DeviceAccessExhibit = {
  name: 'base-is-not-counted',
  title: 'a 2M region counts as shared if its sub-page count is 0: the base page is not looked at',
  source: 'rmp.md 1.2, 3.6 (b); RMP-007',
  rule: 'RMP-073',
  rmpParts: {
    regionIsHypervisors: (r, base) =>
      !r.parts.covered(r, base) || r.parts.isLarge(r, base)
        ? standardRmpParts.regionIsHypervisors(r, base)
        : r.parts.subOf(r.regionOf(base).words, 0) === 0,
  },
};

export const countWraps: DeviceAccessExhibit = {
  name: 'count-wraps',
  title: 'the sub-page count is read as eight bits: with the 256th page the region counts as shared',
  source: 'rmp.md 1.2, 8.6; AMDSEV issue 245',
  rule: 'RMP-207',
  rmpParts: {
    regionIsHypervisors: (r, base) =>
      standardRmpParts.regionIsHypervisors(r, base) ||
      (r.parts.pageIsHypervisors(r, base) && (r.parts.subOf(r.regionOf(base).words, 0) & 0xff) === 0),
  },
};
