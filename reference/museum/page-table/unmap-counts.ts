import type { IovaPage } from '../../../model/vocabulary';
import { type Domain, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits whose unmaps start, end or count wrongly (page-tables.md 3.8, 8.8). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

/** Makes the unmap in progress end at page `last`, whole. */
const endAt = (d: Domain, last: IovaPage): void => {
  const { first, firstOffset } = d.walk;
  d.walk.setRange(first, firstOffset, last - first, 4096 - firstOffset);
};

export const unmapEndsWithTable: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-ends-with-table',
  title: 'an unmap does not go on into the next level-0 table',
  source: 'page-tables.md PT-102',
  rule: 'PT-102',
  parts: {
    unmapRange: (d, gather) => {
      const end = Math.floor(d.walk.first / 512) * 512 + 511;
      if (end < d.walk.last && !d.walk.wraps && !d.walk.isEmpty) endAt(d, end);
      return standardParts.unmapRange(d, gather);
    },
  },
};

export const unmapSkipsHole: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-skips-hole',
  title: 'a hole of one page is skipped, and the removal goes on behind it',
  source: 'page-tables.md PT-101, 5.3 row 29',
  rule: 'PT-101',
  parts: {
    unmapRange: (d, gather) => {
      const { first, last } = d.walk;
      const removed = standardParts.unmapRange(d, gather);
      const rest = last - first - removed;
      if (removed === 0 || rest < 1) return removed;
      d.walk.setRange(first + removed + 1, 0, rest, 0);
      return removed + standardParts.unmapRange(d, gather);
    },
  },
};

export const overshootNotCounted: Exhibit = {
  ...IN_BOTH,
  name: 'overshoot-not-counted',
  title: 'an unmap that ends inside a leaf returns no more than was asked for',
  source: 'page-tables.md PT-105',
  rule: 'PT-105',
  parts: {
    unmapRange: (d, gather) => {
      const { len, lenOffset } = d.walk;
      return Math.min(standardParts.unmapRange(d, gather), Math.ceil(len + lenOffset / 4096));
    },
  },
};

export const oddLengthRejected: Exhibit = {
  ...IN_BOTH,
  name: 'odd-length-rejected',
  title: 'an unmap whose length is not whole pages is rejected',
  source: 'page-tables.md PT-106',
  rule: 'PT-106',
  parts: { refuseUnmap: (d) => d.walk.lenOffset !== 0 || standardParts.refuseUnmap(d) },
};

export const unmapClippedToReach: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-clipped-to-reach',
  title: 'an unmap that passes the reach of the table removes the part before it',
  source: 'page-tables.md PT-107',
  rule: 'PT-107',
  parts: {
    refuseUnmap: (d) => {
      const { walk } = d;
      const end = d.reach(d.top) - 1;
      if (!walk.isEmpty && !walk.wraps && walk.first < end && walk.last > end) endAt(d, end);
      return standardParts.refuseUnmap(d);
    },
  },
};

export const unmapSkipsToFirstLeaf: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-skips-to-first-leaf',
  title: 'an unmap that starts at a hole of one page starts behind it instead',
  source: 'page-tables.md PT-108',
  rule: 'PT-108',
  parts: {
    unmapRange: (d, gather) => {
      const { first, firstOffset, last, wraps, isEmpty } = d.walk;
      const removed = standardParts.unmapRange(d, gather);
      if (removed > 0 || isEmpty || wraps || firstOffset !== 0 || last === first) return removed;
      if (d.parts.lookup(d, first) >= 0) return removed;
      d.walk.setRange(first + 1, 0, last - first, 0);
      return standardParts.unmapRange(d, gather);
    },
  },
};

export const misalignedStartCounted: Exhibit = {
  ...IN_BOTH,
  name: 'misaligned-start-counted',
  title: 'an unmap from the middle of a page returns the bytes up to the end of that page',
  source: 'page-tables.md PT-113, 3.8',
  rule: 'PT-113',
  parts: {
    unmapRange: (d, gather) => {
      const { firstOffset } = d.walk;
      const removed = standardParts.unmapRange(d, gather);
      return firstOffset === 0 || d.parts.refuseUnmap(d) ? removed : (4096 - firstOffset) / 4096;
    },
  },
};

export const unmapLosesTail: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-loses-tail',
  title: 'a long unmap goes in batches of 16 pages: the tail behind the last full batch is lost',
  source: 'page-tables.md PT-115',
  rule: 'PT-115',
  parts: {
    unmapRange: (d, gather) => {
      const { first, last, wraps, isEmpty } = d.walk;
      const end = first + Math.floor((last - first + 1) / 16) * 16 - 1;
      if (!isEmpty && !wraps && end > first) endAt(d, end);
      return standardParts.unmapRange(d, gather);
    },
  },
};
