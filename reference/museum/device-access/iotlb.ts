import { standardDeviceAccessParts } from '../../in-box/device-access';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits that cache too much, or believe what they cached (rmp.md 4.3). */

export const reachOfHostLeaf: DeviceAccessExhibit = {
  name: 'reach-of-host-leaf',
  title: 'an S1 4K leaf over an S2 2M leaf is cached as 2M',
  source: 'rmp.md RMP-080, 4.4 IO-30',
  rule: 'RMP-080',
  parts: { reachOf: (_d, _s1Lg, s2Lg, granule) => Math.min(s2Lg, granule) },
};

export const reachOfWholeLeaf: DeviceAccessExhibit = {
  name: 'reach-of-whole-leaf',
  title: 'a 64K leaf is cached as 64K, though only 4K of it were checked',
  source: 'rmp.md RMP-080, 4.3 TR2',
  rule: 'RMP-080',
  parts: { reachOf: (_d, s1Lg, s2Lg) => (s1Lg === 0 ? s2Lg : Math.min(s1Lg, s2Lg)) },
};

export const cachedBeforeCheck: DeviceAccessExhibit = {
  name: 'cached-before-check',
  title: 'the translation is cached before the RMP is asked, and stays when it refuses',
  source: 'rmp.md RMP-088',
  rule: 'RMP-088',
  parts: {
    refuse: (d, gpa) => {
      if (!d.hit) d.parts.iotlbFill(d, 12, 12);
      return standardDeviceAccessParts.refuse(d, gpa);
    },
  },
};

export const writtenBeforeCheck: DeviceAccessExhibit = {
  name: 'written-before-check',
  title: 'the first beats of a burst are written before the RMP refuses the rest',
  source: 'rmp.md RMP-088',
  rule: 'RMP-088',
  parts: {
    rmpAllows: (d, spa, gpa, granule, write) => {
      if (write) d.parts.noteDmaWrite(d, spa);
      return standardDeviceAccessParts.rmpAllows(d, spa, gpa, granule, write);
    },
  },
};

export const verdictIsCached: DeviceAccessExhibit = {
  name: 'verdict-is-cached',
  title: 'a hit is not checked again',
  source: 'rmp.md RMP-090; RG87',
  rule: 'RMP-090',
  parts: { hitIsChecked: () => false },
};
