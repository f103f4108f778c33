import { standardDeviceAccessParts } from '../../in-box/device-access';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits that look at the wrong part of the RMP (rmp.md 4.3 TR1 … TR5). */

export const wholeLeafIsLookedAt: DeviceAccessExhibit = {
  name: 'whole-leaf-is-looked-at',
  title: 'the RMP check covers the whole leaf, whatever its size',
  source: 'rmp.md RMP-070',
  rule: 'RMP-070',
  parts: { granuleOf: (_d, leafLg) => leafLg },
};

export const secondAttemptAt4K: DeviceAccessExhibit = {
  name: 'second-attempt-at-4k',
  title: 'a request that fails the check at 2M is tried again at 4K',
  source: 'rmp.md RMP-071; seed 001',
  rule: 'RMP-071',
  parts: { mayRetry: (_d, granule) => granule === 21 },
};

export const granuleRoundedUp: DeviceAccessExhibit = {
  name: 'granule-rounded-up',
  title: 'the address is rounded up to the granule: the next 2M is looked at',
  source: 'rmp.md RMP-072',
  rule: 'RMP-072',
  parts: {
    checkShared: (d, spa, granule) =>
      standardDeviceAccessParts.checkShared(
        d,
        granule === 21 && spa % 512 !== 0 ? spa - (spa % 512) + 512 : spa,
        granule,
      ),
  },
};

export const twoMegabytesFromTarget: DeviceAccessExhibit = {
  name: 'two-megabytes-from-target',
  title: 'the 2M that begin at the target are looked at, across the boundary of two regions',
  source: 'rmp.md RMP-072; seed 001',
  rule: 'RMP-072',
  parts: {
    checkShared: (d, spa, granule) =>
      granule === 21 ? d.rmp.allHypervisors(spa, 512) : standardDeviceAccessParts.checkShared(d, spa, granule),
  },
};

export const smallerLeafDecides: DeviceAccessExhibit = {
  name: 'smaller-leaf-decides',
  title: 'the granule follows the smaller of S1 and S2 leaf, as the first answer on the list had it',
  source: 'rmp.md RMP-079, 4.4 (vIOMMU); seed 001',
  rule: 'RMP-079',
  parts: { checkedLeaf: (_d, s1Lg, s2Lg) => (s1Lg === 0 ? s2Lg : Math.min(s1Lg, s2Lg)) },
};

export const guestLeafDecides: DeviceAccessExhibit = {
  name: 'guest-leaf-decides',
  title: 'the granule follows the S1 leaf',
  source: 'rmp.md RMP-079, 8.6',
  rule: 'RMP-204',
  parts: { checkedLeaf: (_d, s1Lg, s2Lg) => (s1Lg === 0 ? s2Lg : s1Lg) },
};

export const largeLeafLookedAtWhole: DeviceAccessExhibit = {
  name: 'large-leaf-looked-at-whole',
  title: 'of a 4M leaf both halves are looked at, whichever the request is for',
  source: 'rmp.md RMP-081, 4.3 TR4',
  rule: 'RMP-081',
  parts: {
    granuleOf: (d, leafLg) => (leafLg > 21 ? leafLg : standardDeviceAccessParts.granuleOf(d, leafLg)),
  },
};

export const firstPageOfLeaf: DeviceAccessExhibit = {
  name: 'first-page-of-leaf',
  title: 'of a leaf of 8K to 1M the RMP is asked for the first page only',
  source: 'rmp.md RMP-082',
  rule: 'RMP-082',
  parts: {
    checkShared: (d, spa, granule) => {
      const inLeaf = granule === 12 && !d.hit && d.s2Lg > 12 && d.s2Lg < 21;
      return standardDeviceAccessParts.checkShared(d, inLeaf ? d.parts.leafStart(spa, d.s2Lg) : spa, granule);
    },
  },
};
