import { pagesOf } from '../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../../in-box/device-access';
import { standardDeviceAccessParts } from '../../in-box/device-access';
import { standardRmpParts } from '../../in-box/rmp';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits that treat MMIO wrongly, in leaves or in checks (rmp.md 4.6, 7.5). */

const isMmio = (d: InBoxDeviceAccess, page: number): boolean =>
  d.config.rmp.mmio.some(({ spa, pages }) => page >= spa && page < spa + pages);

export const cBitOnBar: DeviceAccessExhibit = {
  name: 'c-bit-on-bar',
  title: 'the C-bit is or-ed into every leaf of a host table, MMIO or not',
  source: 'rmp.md RMP-098; seed 000; Linux e2692c4eeaa4',
  rule: 'RMP-098',
  parts: {
    encodeLeafV1: (d, oa, lg, read, write) => standardDeviceAccessParts.encodeLeafV1(d, oa, lg, read, write, true),
  },
};

export const barMergedIntoRam: DeviceAccessExhibit = {
  name: 'bar-merged-into-ram',
  title: 'a leaf that continues its neighbour in both spaces is merged with it, RAM or MMIO',
  source: 'rmp.md RMP-100; seed 000 (v5)',
  rule: 'RMP-100',
  parts: {
    mapLeaf: (d, table, iova, oa, lg, read, write, cBit) => {
      const pages = pagesOf(lg);
      const isUpper = Math.floor(iova / pages) % 2 === 1;
      const isPair = Math.floor(oa / pages) % 2 === (isUpper ? 1 : 0) && table.table.format === 'amdv1';
      const buddy = isUpper ? -pages : pages;
      const continues =
        isPair && d.parts.findLeaf(d, table, iova + buddy) && d.leafLg === lg && d.leafOa === oa + buddy;
      const low = continues && isUpper ? buddy : 0;
      const at = continues ? lg + 1 : lg;
      return standardDeviceAccessParts.mapLeaf(d, table, iova + low, oa + low, at, read, write, cBit);
    },
  },
};

export const holeIsRefused: DeviceAccessExhibit = {
  name: 'hole-is-refused',
  title: 'HV-Fixed pages count as the firmware’s: peer-to-peer DMA faults',
  source: 'rmp.md RMP-101',
  rule: 'RMP-101',
  rmpParts: {
    deviceShared: (r, spa, lg) =>
      standardRmpParts.deviceShared(r, spa, lg) && !(r.parts.covered(r, spa) && r.state(spa) === 'HV-Fixed'),
  },
};

export const uncoveredIsRefused: DeviceAccessExhibit = {
  name: 'uncovered-is-refused',
  title: 'a page without an RMP entry is refused',
  source: 'rmp.md RMP-101, 1.5',
  rule: 'RMP-101',
  rmpParts: {
    deviceShared: (r, spa, lg) => r.parts.covered(r, spa) && standardRmpParts.deviceShared(r, spa, lg),
  },
};

export const barIsExempt: DeviceAccessExhibit = {
  name: 'bar-is-exempt',
  title: 'MMIO is exempt from the check of untrusted requests: a private BAR is open to every device',
  source: 'rmp.md RMP-102, 4.6',
  rule: 'RMP-102',
  parts: {
    checkShared: (d, spa, granule) => isMmio(d, spa) || standardDeviceAccessParts.checkShared(d, spa, granule),
  },
};

export const sharedBarTakenForPrivate: DeviceAccessExhibit = {
  name: 'shared-bar-taken-for-private',
  title: 'a trusted device’s private request to MMIO is let through, whoever owns the BAR',
  source: 'rmp.md RMP-103; seed 002',
  rule: 'RMP-103',
  parts: {
    checkPrivate: (d, spa, gpa, granule, write) =>
      isMmio(d, spa) || standardDeviceAccessParts.checkPrivate(d, spa, gpa, granule, write),
  },
};

export const mapperUnassigns: DeviceAccessExhibit = {
  name: 'mapper-unassigns',
  title: 'the mapper makes what it maps the hypervisor’s, so that DMA will work',
  source: 'rmp.md RMP-104',
  rule: 'RMP-104',
  parts: {
    mapLeaf: (d, table, iova, oa, lg, read, write, cBit) => {
      const isDone = standardDeviceAccessParts.mapLeaf(d, table, iova, oa, lg, read, write, cBit);
      if (isDone && table.table.format === 'amdv1' && !d.rmp.hv(oa)) d.rmp.rmpupdate(oa, false, 0, false, 0, 0);
      return isDone;
    },
  },
};
