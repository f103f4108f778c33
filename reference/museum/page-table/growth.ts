import { Errno } from '../../../model/vocabulary/errno';
import { EventKind } from '../../../model/vocabulary/outcome';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that grow the top of a v1 table wrongly (page-tables.md 3.5, 8.6 … 8.7). */
const IN_V1 = { contract: 'generic-pt', formats: ['amdv1'] } as const;

export const growthStaysOutOfRange: Exhibit = {
  ...IN_V1,
  name: 'growth-stays-out-of-range',
  title: 'the top grows to its limit before the range turns out to be unreachable',
  source: 'page-tables.md PT-071, PT-091, 5.1 step 3',
  rule: 'PT-071',
  parts: {
    growTop: (d) => {
      if (!d.parts.needsTop(d, d.parts.maxTop(d))) return standardParts.growTop(d);
      while (d.top < d.parts.maxTop(d)) {
        const newTop = d.parts.allocTable(d);
        if (newTop === 0) return Errno.ENOMEM;
        d.parts.linkOldTop(d, newTop, d.top + 1, d.root);
        d.parts.publishTop(d, newTop, d.top + 1);
      }
      return Errno.ERANGE;
    },
  },
};

export const oneLevelTooMany: Exhibit = {
  ...IN_V1,
  name: 'one-level-too-many',
  title: 'a top that grows grows by one level more than the range needs',
  source: 'page-tables.md PT-088',
  rule: 'PT-088',
  parts: {
    needsTop: (d, level) =>
      d.parts.maxTop(d) > level && level > d.top
        ? standardParts.needsTop(d, level - 1)
        : standardParts.needsTop(d, level),
  },
};

export const oldTopAtIndexOfIova: Exhibit = {
  ...IN_V1,
  name: 'old-top-at-index-of-iova',
  title: 'the old top is linked at the index of the address that forced the growth instead of 0',
  source: 'page-tables.md PT-089',
  rule: 'PT-089',
  parts: {
    linkOldTop: (d, newTop, level, oldTop) => {
      d.format.encodePointer(d, level, oldTop);
      const index = Math.floor(d.request.first / 2 ** (9 * level)) & 511;
      d.parts.writeLeaf(d, newTop, index, 1);
    },
  },
};

export const topRolledBack: Exhibit = {
  ...IN_V1,
  name: 'top-rolled-back',
  title: 'a map that grew the top and then collides takes the growth back',
  source: 'page-tables.md PT-090',
  rule: 'PT-090',
  parts: {
    mapRange: (d) => {
      const { top, root } = d;
      const ret = standardParts.mapRange(d);
      if (ret === Errno.EADDRINUSE) {
        d.top = top;
        d.root = root;
      }
      return ret;
    },
  },
};

export const failedGrowthLeaks: Exhibit = {
  ...IN_V1,
  name: 'failed-growth-leaks',
  title: 'the tables of a growth that runs out of memory are not freed',
  source: 'page-tables.md PT-091; 152c862c1721 (flows of growth that are rarely taken)',
  rule: 'PT-091',
  parts: {
    growTop: (d) => {
      if (d.parts.needsTop(d, d.parts.maxTop(d))) return standardParts.growTop(d);
      let level = d.top;
      let table = d.root;
      while (d.parts.needsTop(d, level)) {
        const newTop = d.parts.allocTable(d);
        if (newTop === 0) return Errno.ENOMEM;
        level++;
        d.parts.linkOldTop(d, newTop, level, table);
        table = newTop;
      }
      if (level !== d.top) d.parts.publishTop(d, table, level);
      return 0;
    },
  },
};

export const firstRootNeverFreed: Exhibit = {
  ...IN_V1,
  name: 'first-root-never-freed',
  title: 'a large leaf takes the place of the old tree, but its root is not freed',
  source: 'page-tables.md PT-092, 9.3 E14',
  rule: 'PT-092',
  parts: {
    collectSubtree: (d, table, level) => {
      standardParts.collectSubtree(d, table, level);
      if (level === d.config.topLevel) d.pending.pop();
    },
  },
};

export const deeperThanHardware: Exhibit = {
  ...IN_V1,
  name: 'deeper-than-hardware',
  title: 'a top that grows becomes one level deeper than the address space of the hardware',
  source: 'page-tables.md PT-094 (OLD before the HATS cap)',
  rule: 'PT-094',
  parts: {
    growTop: (d) => {
      const { top } = d;
      const ret = standardParts.growTop(d);
      if (ret !== 0 || d.top === top || d.top > 4) return ret;
      const newTop = d.parts.allocTable(d);
      if (newTop === 0) return Errno.ENOMEM;
      d.parts.linkOldTop(d, newTop, d.top + 1, d.root);
      d.parts.publishTop(d, newTop, d.top + 1);
      return 0;
    },
  },
};

export const topPublishedFirst: Exhibit = {
  ...IN_V1,
  name: 'top-published-first',
  title: 'the new top is published before the device table knows of it',
  source: 'page-tables.md PT-151',
  rule: 'PT-151',
  parts: {
    publishTop: (d, table, level) => {
      d.root = table;
      d.top = level;
      d.recorder.event(EventKind.top, level);
      d.parts.flushDeviceTable(d);
    },
  },
};
