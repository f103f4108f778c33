/** Exhibits on maps that fail on their way, and on unmapping (dma-mmio.md 2.3, 2.4, 2.6). */
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

const { destroyIova, freeTable, undoDma } = standardDmaBufParts;

export const reservationKept: DmaBufExhibit = {
  name: 'linux-7.2-reservation-kept',
  title: 'where the first link or the sg table fails, the IOVA reservation is not released (D2-2)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 2.6 D2-2',
  rule: 'BUF-045',
  parts: {
    undoDma(d, mapping) {
      if (mapping.linkedBytes > 0n || mapping.mapped.length > 0) undoDma(d, mapping);
    },
  },
};

export const unmapsNothing: DmaBufExhibit = {
  name: 'linux-7.2-unmaps-nothing',
  title: 'a map that fails on its way unmaps the entries that it never filled, too: 0 bytes at address 0 (D2-4)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 2.6 D2-4, BG54',
  rule: 'BUF-047',
  parts: {
    undoDma(d, mapping) {
      const { mapped, state, table } = mapping;
      undoDma(d, mapping);
      if (state === null || state.address !== null || mapped.length === 0) return;
      for (const { address, bytes } of table!.entries())
        if (bytes === 0n) d.parts.unmapPhys(d, mapping, address, bytes);
    },
  },
};

export const partialDestroy: DmaBufExhibit = {
  name: 'linux-7.2-partial-destroy',
  title: 'destroying a span that was linked in part hands back only that part of the reservation',
  source: 'Linux 7.2 (fixed in 7.3); dma-mmio.md 2.6',
  rule: 'BUF-045',
  parts: {
    destroyIova(d, mapping, bytes) {
      const { address, bytes: reserved } = mapping.state!;
      destroyIova(d, mapping, bytes);
      // What lies behind the linked part is still taken. With the IOVA cache of 7.2 that is so where the two lengths are
      // not of one power of two (docs/findings.md, Linux 7.2.13, dma-buf-mapping.c).
      if (bytes > 0n && bytes < reserved) d.dmaDeviceOf(mapping).space!.take(address! + bytes, reserved - bytes);
    },
  },
};

export const linkedPartKept: DmaBufExhibit = {
  name: 'linked-part-kept',
  title: 'where a later link fails, the reservation is released with its IOPTEs still there',
  source: 'dma-mmio.md BUF-045',
  rule: 'BUF-045',
  parts: {
    undoDma(d, mapping) {
      mapping.linkedBytes = 0n;
      undoDma(d, mapping);
    },
  },
};

export const stateKept: DmaBufExhibit = {
  name: 'tables-of-failed-maps-kept',
  title: 'where a map fails on its way, the memory of its table is not freed',
  source: 'dma-mmio.md BUF-045',
  rule: 'BUF-045',
  parts: { freeTable: (d, table) => (table.origNents === 0 ? freeTable(d, table) : undefined) },
};

export const tableChunkLeak: DmaBufExhibit = {
  name: 'linux-7.2-table-chunk-leak',
  title: 'the table of a whole mapping is freed by its count of CPU entries, which is 0: its chunks stay (D2-3)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 2.6 D2-3',
  rule: 'BUF-046',
  parts: { freeTable: (d, table) => (table.origNents === 0 ? undefined : freeTable(d, table)) },
};

export const splitUnmap: DmaBufExhibit = {
  name: 'linux-7.2-split-unmap',
  title: 'a range longer than an entry is mapped at once and unmapped entry by entry (D2-5)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 2.6 D2-5',
  rule: 'BUF-047',
  parts: {
    unmapDma(d, mapping) {
      const { state, table } = mapping;
      if (state === null || state.address !== null) standardDmaBufParts.unmapDma(d, mapping);
      else for (const { address, bytes } of table!.entries()) d.parts.unmapPhys(d, mapping, address, bytes);
    },
  },
};

export const unmapForgetsMmio: DmaBufExhibit = {
  name: 'unmap-forgets-mmio',
  title: 'unmapping does not say that it was MMIO',
  source: 'dma-mmio.md BUF-048',
  rule: 'BUF-048',
  parts: { isMmio: (call) => call === 'link' || call === 'mapPhys' },
};

export const partialTable: DmaBufExhibit = {
  name: 'partial-table',
  title: 'a range that the DMA API refuses is left out of the mapping',
  source: 'dma-mmio.md BUF-049; seed 002',
  rule: 'BUF-049',
  parts: {
    mapOneRange(d, mapping, range, index) {
      standardDmaBufParts.mapOneRange(d, mapping, range, index);
      return 0;
    },
  },
};
