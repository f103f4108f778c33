import { Errno } from '../../../model/vocabulary/errno';
import { OpFlag } from '../../../model/vocabulary/op';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits of the core's wrappers (page-tables.md 3.11, 8.12). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const prefixStaysMapped: Exhibit = {
  ...IN_BOTH,
  name: 'prefix-stays-mapped',
  title: 'what iommu_map placed before it failed stays',
  source: 'page-tables.md PT-160',
  rule: 'PT-160',
  parts: { coreRollback: () => undefined },
};

export const rollbackOnePageShort: Exhibit = {
  ...IN_BOTH,
  name: 'rollback-one-page-short',
  title: 'the roll-back of iommu_map is one page short',
  source: 'page-tables.md PT-161; mail on 433a76207dcf (the unwind covers the wrong range)',
  rule: 'PT-161',
  parts: {
    coreRollback: (d) => {
      d.mapped = Math.max(0, d.mapped - 1);
      standardParts.coreRollback(d);
    },
  },
};

export const failedSyncMapStaysMapped: Exhibit = {
  ...IN_BOTH,
  name: 'failed-sync-map-stays-mapped',
  title: 'if iotlb_sync_map fails, the error is returned and the mapping stays',
  source: 'page-tables.md PT-162',
  rule: 'PT-162',
  parts: {
    coreSyncMap: (d, iova, iovaOffset, len, lenOffset, flags) =>
      (flags & OpFlag.syncMapFails) !== 0
        ? Errno.ENOMEM
        : standardParts.coreSyncMap(d, iova, iovaOffset, len, lenOffset, flags),
  },
};

export const zeroLengthOfClassicCore: Exhibit = {
  ...IN_BOTH,
  name: 'zero-length-of-classic-core',
  title: 'iommu_map of length 0 succeeds, as the classic core has it',
  source: 'page-tables.md PT-164',
  rule: 'PT-164',
  parts: { coreMap: (d, flags) => (d.request.isEmpty ? 0 : standardParts.coreMap(d, flags)) },
};

export const gfpUnchecked: Exhibit = {
  ...IN_BOTH,
  name: 'gfp-unchecked',
  title: 'iommu_map checks the domain, but not the allocation flags',
  source: 'page-tables.md PT-165',
  rule: 'PT-165',
  parts: { coreAccepts: (d) => standardParts.coreAccepts(d, 0) },
};

export const errorLostAfterFirstPart: Exhibit = {
  ...IN_BOTH,
  name: 'error-lost-after-first-part',
  title: 'iommu_map that fails after its first leaf returns 0, with nothing mapped',
  source: '7.1-rc (page-tables.md 3.11); 6fc7e8a3b811: a failed map reports success',
  rule: 'PT-166',
  parts: {
    coreMapNosync: (d, flags) => {
      const failed = standardParts.coreMapNosync(d, flags);
      return d.mapped > 0 ? 0 : failed;
    },
  },
};

export const unmapResultClamped: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-result-clamped',
  title: 'iommu_unmap returns no more than was asked for',
  source: 'page-tables.md PT-167',
  rule: 'PT-167',
  parts: {
    coreUnmap: (d, iova, iovaOffset, len, lenOffset) =>
      Math.min(standardParts.coreUnmap(d, iova, iovaOffset, len, lenOffset), Math.ceil(len + lenOffset / 4096)),
  },
};
