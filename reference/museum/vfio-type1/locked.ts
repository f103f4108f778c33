/** Exhibits on locked pages (dma-mmio.md 5.3, 10.6). */
import { standardType1Parts } from '../../in-box/vfio-type1';
import type { Type1Exhibit } from './exhibit';

const { lockPages } = standardType1Parts;

export const barCharged: Type1Exhibit = {
  name: 'bar-charged',
  title: 'pages of a BAR count as locked',
  source: 'dma-mmio.md VFIO-015, BG88',
  rule: 'VFIO-015',
  parts: {
    newlyLocked: (mapping, iova, pages, pageClass) =>
      pageClass === 'ram' ? standardType1Parts.newlyLocked(mapping, iova, pages, pageClass) : pages,
  },
};

export const chargedTwice: Type1Exhibit = {
  name: 'charged-twice',
  title: 'pages that the mediated device has pinned count once more',
  source: 'dma-mmio.md VFIO-016',
  rule: 'VFIO-016',
  parts: { newlyLocked: (_mapping, _iova, pages, pageClass) => (pageClass === 'ram' ? pages : 0) },
};

export const limitNotReached: Type1Exhibit = {
  name: 'limit-not-reached',
  title: 'the limit itself is too much',
  source: 'dma-mmio.md VFIO-017, BG87',
  rule: 'VFIO-017',
  parts: { isOverLimit: (d, locked) => !d.config.capIpcLock && locked >= d.config.lockLimit },
};

export const limitForAll: Type1Exhibit = {
  name: 'limit-for-all',
  title: 'CAP_IPC_LOCK does not lift the limit',
  source: 'dma-mmio.md VFIO-018, BG89',
  rule: 'VFIO-018',
  parts: { isOverLimit: (d, locked) => locked > d.config.lockLimit },
};

export const capabilityNotCharged: Type1Exhibit = {
  name: 'capability-not-charged',
  title: 'with CAP_IPC_LOCK pages do not count as locked',
  source: 'dma-mmio.md VFIO-018, BG89',
  rule: 'VFIO-018',
  parts: { lockPages: (d, pages) => (d.config.capIpcLock ? 0 : lockPages(d, pages)) },
};
