import { Errno } from '../../../model/vocabulary/errno';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that refuse the wrong arguments, or the right ones wrongly (page-tables.md 3.3, 8.6). */
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
