import { Errno } from '../../../model/vocabulary/errno';
import { Status } from '../../../model/vocabulary/outcome';
import { Trap, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that refuse the wrong maps, or the right ones wrongly (page-tables.md 3.3, 8.6). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const unalignedLengthRunsAway: Exhibit = {
  ...IN_BOTH,
  name: 'unaligned-length-runs-away',
  title: 'a length that is no multiple of the smallest page is not checked: its tail has no size',
  source: 'Linux 7.2 iommu_map (page-tables.md 3.12, PT-064)',
  rule: 'PT-064',
  parts: { checkLength: () => 0 },
};

export const noWarningWithoutPermission: Exhibit = {
  ...IN_BOTH,
  name: 'no-warning-without-permission',
  title: 'a map with neither READ nor WRITE is refused without a warning',
  source: 'page-tables.md PT-065',
  rule: 'PT-065',
  parts: {
    checkProt: (d) => {
      const { warnings } = d;
      const refused = standardParts.checkProt(d);
      d.warnings = warnings;
      return refused;
    },
  },
};

export const physicalAddressTruncated: Exhibit = {
  ...IN_BOTH,
  name: 'physical-address-truncated',
  title: 'a physical address beyond the output address space loses its upper bits',
  source: 'page-tables.md PT-066',
  rule: 'PT-066',
  parts: {
    checkOaStart: (d) => {
      const { oa, oaOffset, prot } = d.request;
      d.request.setOutput(oa % d.oaPages, oaOffset, prot);
      return 0;
    },
  },
};

export const physicalEndUnchecked: Exhibit = {
  ...IN_BOTH,
  name: 'physical-end-unchecked',
  title: 'only the start of the physical range is checked: its end wraps to low memory',
  source: 'released generic_pt (page-tables.md 3.3 step 2, Q3)',
  rule: 'PT-067',
  parts: { checkOaEnd: () => 0 },
};

export const zeroLengthSucceeds: Exhibit = {
  ...IN_BOTH,
  name: 'zero-length-succeeds',
  title: 'a map of length 0 succeeds with nothing done, as the old op did',
  source: 'page-tables.md PT-068; regression of d6c65b0fd621, fixed for 433a76207dcf',
  rule: 'PT-068',
  parts: { mapRange: (d) => (d.request.isEmpty ? 0 : standardParts.mapRange(d)) },
};

export const overflowIsOutOfRange: Exhibit = {
  ...IN_BOTH,
  name: 'overflow-is-out-of-range',
  title: 'a range past the end of the 64-bit space is reported as out of range',
  source: 'page-tables.md PT-069, PT-072',
  rule: 'PT-069',
  parts: { checkOverflow: (d) => (d.request.wraps ? Errno.ERANGE : 0) },
};

export const growthBeforeAlignment: Exhibit = {
  ...IN_BOTH,
  name: 'growth-before-alignment',
  title: 'the top grows before alignment is checked, and stays',
  source: 'page-tables.md PT-070',
  rule: 'PT-070',
  parts: {
    mapOrder: [
      'checkProt',
      'checkOaStart',
      'checkZeroLength',
      'checkOaEnd',
      'checkOverflow',
      'ensureReach',
      'checkAlignment',
      'checkLength',
    ],
  },
};

export const fastPathAssumes4k: Exhibit = {
  ...IN_BOTH,
  name: 'fast-path-assumes-4k',
  title: 'the fast path for one page assumes 4 KiB in the page-size bitmap',
  source: '8ef3f77c4400 (page-tables.md 3.3 step 6)',
  rule: 'PT-070',
  parts: {
    mapRange: (d) => {
      const { first, firstOffset, oa, oaOffset, len, lenOffset } = d.request;
      const ret = standardParts.mapRange(d);
      const isOnePage = len === 1 && (firstOffset | oaOffset | lenOffset) === 0;
      if (ret !== Errno.ENXIO || !isOnePage || !d.inRange(first, first)) return ret;
      d.pathLevel = -1;
      const failed = d.parts.placeLeaf(d, first, oa, 12);
      if (failed === 0) d.parts.accountMapped(d, 1);
      return failed;
    },
  },
};

export const zeroLengthComesFirst: Exhibit = {
  ...IN_BOTH,
  name: 'zero-length-comes-first',
  title: 'the length is looked at before the physical address',
  source: 'page-tables.md PT-072',
  rule: 'PT-072',
  parts: {
    mapOrder: [
      'checkProt',
      'checkZeroLength',
      'checkOaStart',
      'checkOaEnd',
      'checkOverflow',
      'checkAlignment',
      'checkLength',
      'ensureReach',
    ],
  },
};

export const mapOverwrites: Exhibit = {
  ...IN_BOTH,
  name: 'map-overwrites',
  title: 'a live leaf in the way is replaced, as the old code does',
  source: 'page-tables.md PT-073, 5.3 rows 1 to 8',
  rule: 'PT-073',
  parts: {
    refuseOverlap: (d, table, level, index) => {
      const at = d.memory.at(table, index);
      const lg = d.format.leafLg(d, level, d.memory.words[at]!, d.memory.words[at + 1]!);
      const items = d.parts.itemsOf(lg, level);
      d.parts.clearItems(d, table, index & ~(items - 1), items);
      return 0;
    },
  },
};

export const tableForSplitAllocated: Exhibit = {
  ...IN_BOTH,
  name: 'table-for-split-allocated',
  title: 'a table to split a large leaf is allocated before it is known that leaves are never split',
  source: 'page-tables.md PT-075',
  rule: 'PT-075',
  parts: {
    refuseOverlap: (d, _table, level) => {
      const spare = level > 0 ? d.parts.allocTable(d) : 0;
      if (spare !== 0) d.parts.freeTable(d, spare);
      return Errno.EADDRINUSE;
    },
  },
};

export const mapGoesOnBehindCollision: Exhibit = {
  ...IN_BOTH,
  name: 'map-goes-on-behind-collision',
  title: 'a map that meets a live leaf goes on behind it, and fails in the end',
  source: 'page-tables.md PT-076',
  rule: 'PT-076',
  parts: {
    placeLeaves: (d) => {
      const { first, oa, len } = d.request;
      let ret = 0;
      for (let done = 0; done < len;) {
        d.tick();
        const lg = d.parts.bestSize(d, first + done, oa + done, len - done);
        const failed = d.parts.placeLeaf(d, first + done, oa + done, lg);
        if (failed !== 0 && failed !== Errno.EADDRINUSE) return failed;
        if (failed === 0) d.parts.accountMapped(d, 2 ** (lg - 12));
        ret ||= failed;
        done += 2 ** (lg - 12);
      }
      return ret;
    },
  },
};

export const missingTableDereferenced: Exhibit = {
  ...IN_BOTH,
  name: 'missing-table-dereferenced',
  title: 'the table that could not be allocated is used all the same',
  source: 'first generic_pt (page-tables.md PT-077)',
  rule: 'PT-077',
  parts: {
    installTable: (d, table, level, index) => {
      const child = standardParts.installTable(d, table, level, index);
      if (child < 0) throw new Trap(Status.fault, 'the table at address 0 is written');
      return child;
    },
  },
};

export const lastAllocationRefused: Exhibit = {
  ...IN_BOTH,
  name: 'last-allocation-refused',
  title: 'a table is kept in reserve: a map for which memory just suffices fails',
  source: 'page-tables.md PT-078',
  rule: 'PT-078',
  parts: { allocTable: (d) => (d.budget <= 1 ? 0 : standardParts.allocTable(d)) },
};

export const restartSignalEscapes: Exhibit = {
  ...IN_BOTH,
  name: 'restart-signal-escapes',
  title: '−EAGAIN, by which a walk tells itself that the page size went up a level, reaches the caller',
  source: 'page-tables.md PT-079',
  rule: 'PT-079',
  parts: {
    placeLeaf: (d, iova, oa, lg) =>
      d.pathLevel >= 0 && d.parts.levelOf(lg) > d.pathLevel ? Errno.EAGAIN : standardParts.placeLeaf(d, iova, oa, lg),
  },
};

export const collisionClearsOldLeaf: Exhibit = {
  ...IN_BOTH,
  name: 'collision-clears-old-leaf',
  title: 'the item is cleared before the live leaf in it is noticed and the map refused',
  source: 'page-tables.md PT-080',
  rule: 'PT-080',
  parts: {
    refuseOverlap: (d, table, level, index) => {
      d.parts.clearItems(d, table, index, 1);
      return standardParts.refuseOverlap(d, table, level, index);
    },
  },
};
