/** Exhibits on the ranges of an export (dma-mmio.md 1.2 B10 to B14, 1.3). */
import { Errno } from '../../../model/vocabulary/errno';
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

export const onlyLengthsAligned: DmaBufExhibit = {
  name: 'only-lengths-aligned',
  title: 'an offset need not be page aligned',
  source: 'dma-mmio.md BUF-007',
  rule: 'BUF-007',
  parts: { isAligned: (d, _offset, length) => length % d.pageBytes === 0n },
};

export const sizeTakesTheFlag: DmaBufExhibit = {
  name: 'size-takes-the-flag',
  title: 'a total of 2^63 bytes and more is let through',
  source: 'dma-mmio.md BUF-008, BG16',
  rule: 'BUF-008',
  parts: { isLegalTotal: () => true },
};

export const overflowIsEinval: DmaBufExhibit = {
  name: 'overflow-is-einval',
  title: 'an address that overflows gives the errno of one beyond the BAR',
  source: 'dma-mmio.md BUF-009, BG15',
  rule: 'BUF-009',
  parts: { overflowErrno: Errno.EINVAL },
};

export const barLimitByLength: DmaBufExhibit = {
  name: 'bar-limit-by-length',
  title: 'a range need only be no longer than the BAR',
  source: 'dma-mmio.md BUF-010',
  rule: 'BUF-010',
  parts: { isInBar: ({ config }, region, paddr, end) => end - paddr <= config.bars[region]!.bytes },
};

export const onePageBeyond: DmaBufExhibit = {
  name: 'one-page-beyond',
  title: 'a range may begin where the BAR ends',
  source: 'dma-mmio.md BUF-010, BG14',
  rule: 'BUF-010',
  parts: {
    isInBar({ config }, region, paddr, end) {
      const { base, bytes } = config.bars[region]!;
      return end <= base + bytes || paddr === base + bytes;
    },
  },
};

export const exportsPorts: DmaBufExhibit = {
  name: 'exports-ports',
  title: 'a BAR of I/O ports has a P2P provider',
  source: 'dma-mmio.md BUF-011, BG08',
  rule: 'BUF-011',
  parts: { hasProvider: ({ config }) => config.providers },
};

export const rangesSorted: DmaBufExhibit = {
  name: 'ranges-sorted',
  title: 'ranges are sorted by address',
  source: 'dma-mmio.md BUF-012, BG02',
  rule: 'BUF-012',
  parts: { arrange: (ranges) => [...ranges].sort((a, b) => (a.paddr < b.paddr ? -1 : 1)) },
};

export const rangesJoined: DmaBufExhibit = {
  name: 'ranges-joined',
  title: 'a range that begins where the one before it ends is joined to it',
  source: 'dma-mmio.md BUF-012',
  rule: 'BUF-012',
  parts: {
    arrange(ranges) {
      const joined: { paddr: bigint; bytes: bigint }[] = [];
      for (const { bytes, paddr } of ranges) {
        const last = joined.at(-1);
        if (last !== undefined && last.paddr + last.bytes === paddr) last.bytes += bytes;
        else joined.push({ paddr, bytes });
      }
      return joined;
    },
  },
};

export const overlapRefused: DmaBufExhibit = {
  name: 'overlap-refused',
  title: 'ranges that overlap are refused',
  source: 'dma-mmio.md BUF-013, BG03',
  rule: 'BUF-013',
  parts: {
    checkRanges(d, ranges) {
      const overlaps = ranges.some((a, i) =>
        ranges.some((b, j) => i < j && a.offset < b.offset + b.length && b.offset < a.offset + a.length),
      );
      return overlaps ? Errno.EINVAL : standardDmaBufParts.checkRanges(d, ranges);
    },
  },
};

export const sizeIsTheEnd: DmaBufExhibit = {
  name: 'size-is-the-end',
  title: 'the size is the highest end of a range',
  source: 'dma-mmio.md BUF-014',
  rule: 'BUF-014',
  parts: {
    sizeOf: (ranges) =>
      ranges.reduce((most, { length, offset }) => (offset + length > most ? offset + length : most), 0n),
  },
};
