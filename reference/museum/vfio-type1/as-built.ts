/**
 * What running the released file has shown beside D5-1 (docs/findings.md, Linux 7.2.13, vfio_iommu_type1.c). All need a rare
 * layout: frame 0, the last page of the IOVA space, a reserved page that the mediated device has pinned.
 */
import { standardType1Parts } from '../../in-box/vfio-type1';
import { bytesOf, LAST } from '../../in-box/vfio-type1/page';
import chargedTwiceTrace from '../traces/type1-charged-twice-at-the-end.json';
import frame0BeginsNothingTrace from '../traces/type1-frame-0-begins-nothing.json';
import frame0IsNowhereTrace from '../traces/type1-frame-0-is-nowhere.json';
import reservedChargedTrace from '../traces/type1-reserved-charged.json';
import type { Type1Exhibit } from './exhibit';

const { newlyLocked, pieceAt, releaseRun } = standardType1Parts;

export const frame0BeginsNothing: Type1Exhibit = {
  name: 'linux-7.2-frame-0-begins-nothing',
  title: 'a run that begins with frame 0 counts as not begun: its pages are mapped to where the next fetch begins',
  source: 'Linux 7.2; docs/findings.md F-52',
  rule: 'VFIO-002',
  hard: frame0BeginsNothingTrace,
  parts: {
    beginRun(growing, frame, pageClass) {
      if (growing.run === null || growing.run.frame === 0)
        growing.run = { frame, frames: growing.run?.frames ?? 0, pageClass };
    },
  },
};

export const frame0IsNowhere: Type1Exhibit = {
  name: 'linux-7.2-frame-0-is-nowhere',
  title: 'a page that leads to physical address 0 counts as mapped nowhere: it is neither unmapped nor unpinned',
  source: 'Linux 7.2; docs/findings.md F-53',
  rule: 'VFIO-019',
  hard: frame0IsNowhereTrace,
  parts: {
    pieceAt(d, domain, mapping, page, most) {
      const piece = pieceAt(d, domain, mapping, page, most);
      return piece?.frame === 0 ? null : piece;
    },
  },
};

export const chargedTwiceAtTheEnd: Type1Exhibit = {
  name: 'linux-7.2-charged-twice-at-the-end',
  title: 'what the mediated device has pinned is not found in a range that ends with the IOVA space',
  source: 'Linux 7.2; docs/findings.md F-55',
  rule: 'VFIO-016',
  hard: chargedTwiceTrace,
  parts: {
    newlyLocked: (mapping, iova, pages, pageClass) =>
      pageClass === 'ram' && iova + bytesOf(pages) > LAST ? pages : newlyLocked(mapping, iova, pages, pageClass),
  },
};

export const reservedCharged: Type1Exhibit = {
  name: 'linux-7.2-reserved-charged',
  title: 'reserved pages that the mediated device has pinned count as locked once a run that has them is let go',
  source: 'Linux 7.2; docs/findings.md F-56',
  rule: 'VFIO-019',
  hard: reservedChargedTrace,
  parts: {
    releaseRun(d, mapping, iova, run) {
      releaseRun(d, mapping, iova, run);
      for (const [at, { isRam }] of mapping.mediatedPins)
        if (!isRam && at >= iova && at < iova + bytesOf(run.frames)) d.process.lockedPages++;
    },
  },
};
