/** Exhibits on the sg table of a mapping (dma-mmio.md 2.1, 2.2). */
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

const EREMOTEIO = -121;

export const unreachableIsEremoteio: DmaBufExhibit = {
  name: 'unreachable-is-eremoteio',
  title: 'a peer that cannot be reached gets the errno of page-backed memory',
  source: 'dma-mmio.md BUF-037, 2.5',
  rule: 'BUF-037',
  parts: { unreachableErrno: EREMOTEIO },
};

export const busPeersUseTheDmaApi: DmaBufExhibit = {
  name: 'bus-peers-use-the-dma-api',
  title: 'a peer behind the same switch is mapped as if it went through the host',
  source: 'dma-mmio.md BUF-038',
  rule: 'BUF-038',
  parts: {
    mapTypeOf(d, mapping) {
      const type = standardDmaBufParts.mapTypeOf(d, mapping);
      return type === 'BUS_ADDR' ? 'THRU_HOST_BRIDGE' : type;
    },
  },
};

export const cpuAddressOnTheBus: DmaBufExhibit = {
  name: 'cpu-address-on-the-bus',
  title: 'a peer behind the same switch is given the CPU address',
  source: 'dma-mmio.md BUF-041, BG43',
  rule: 'BUF-041',
  parts: { busAddress: (_mapping, paddr) => paddr },
};

export const entryOf4G: DmaBufExhibit = {
  name: 'entry-of-4g',
  title: 'an entry may have 4 GiB, which its 32-bit length cannot hold',
  source: 'dma-mmio.md BUF-039, BG49',
  rule: 'BUF-039',
  parts: { maxSegment: () => 2n ** 32n },
};

export const segmentNotRounded: DmaBufExhibit = {
  name: 'segment-not-rounded',
  title: 'an entry may have 4 GiB − 1 bytes: the cap is not rounded down to pages',
  source: 'dma-mmio.md BUF-039',
  rule: 'BUF-039',
  parts: { maxSegment: () => 2n ** 32n - 1n },
};

export const entriesOfRanges: DmaBufExhibit = {
  name: 'entries-of-ranges',
  title: 'a span has an entry for each range, of which most stay empty',
  source: 'dma-mmio.md BUF-040',
  rule: 'BUF-040',
  parts: {
    countEntries: (d, mapping) => Math.max(mapping.ranges.length, standardDmaBufParts.countEntries(d, mapping)),
  },
};

export const oneEntryARange: DmaBufExhibit = {
  name: 'one-entry-a-range',
  title: 'the table has one entry for each range, however long',
  source: 'dma-mmio.md BUF-040, BG50',
  rule: 'BUF-040',
  parts: {
    countEntries: (d, mapping) =>
      mapping.state !== null && mapping.state.address !== null
        ? standardDmaBufParts.countEntries(d, mapping)
        : mapping.ranges.length,
  },
};

export const tailLost: DmaBufExhibit = {
  name: 'tail-lost',
  title: 'of a range longer than an entry, what is left after whole entries is not filled in',
  source: 'dma-mmio.md BUF-041',
  rule: 'BUF-041',
  parts: {
    fillPieces(d, table, address, bytes) {
      const most = d.parts.maxSegment(d);
      standardDmaBufParts.fillPieces(d, table, address, bytes > most ? bytes - (bytes % most) : bytes);
    },
  },
};

export const piecesBeginAgain: DmaBufExhibit = {
  name: 'pieces-begin-again',
  title: 'every piece of a span is said to begin where the span does',
  source: 'dma-mmio.md BUF-042',
  rule: 'BUF-042',
  parts: {
    finishSpan(d, mapping) {
      const { linkedBytes, state, table } = mapping;
      const ret = d.parts.syncIova(d, mapping, linkedBytes);
      const most = d.parts.maxSegment(d);
      for (let left = ret === 0 ? linkedBytes : 0n; left > 0n; left -= most)
        d.parts.fillEntry(table!, state!.address!, left < most ? left : most);
      return ret;
    },
  },
};

export const spanBeginsLate: DmaBufExhibit = {
  name: 'span-begins-late',
  title: 'the entry of a span begins a page behind the span',
  source: 'dma-mmio.md BUF-042',
  rule: 'BUF-042',
  parts: {
    finishSpan(d, mapping) {
      const { linkedBytes, state, table } = mapping;
      const ret = d.parts.syncIova(d, mapping, linkedBytes);
      if (ret === 0) d.parts.fillPieces(d, table!, state!.address! + d.pageBytes, linkedBytes);
      return ret;
    },
  },
};

export const linkOffset0: DmaBufExhibit = {
  name: 'linux-7.2-link-offset-0',
  title: 'every range of a span is linked at its start: with two ranges the map fails (D2-1)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 2.6 D2-1',
  rule: 'BUF-043',
  parts: { linkOffset: () => 0n },
};

export const firstRangeAgain: DmaBufExhibit = {
  name: 'first-range-again',
  title: 'every range of a span leads to where the first one does',
  source: 'dma-mmio.md BUF-043',
  rule: 'BUF-043',
  parts: {
    linkRange: (d, mapping, range, index) =>
      standardDmaBufParts.linkRange(d, mapping, { ...range, paddr: mapping.ranges[0]!.paddr }, index),
  },
};

export const entriesHavePages: DmaBufExhibit = {
  name: 'entries-have-pages',
  title: 'entries have a page, which importers may map for the CPU',
  source: 'dma-mmio.md BUF-044',
  rule: 'BUF-044',
  parts: { fillEntry: (table, address, bytes) => table.fill(address, bytes, true) },
};

export const cpuListShown: DmaBufExhibit = {
  name: 'cpu-list-shown',
  title: 'the table does not say that it has no CPU list',
  source: 'dma-mmio.md BUF-044',
  rule: 'BUF-044',
  parts: { hideCpuList: () => undefined },
};
