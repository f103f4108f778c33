import { standardDeviceAccessParts } from '../../in-box/device-access';
import { standardHostParts } from '../../in-box/host';
import type { HostExhibit } from './exhibit';

/** Exhibits of importers of BARs: IOMMU_MMIO lost on the way, layer by layer, and maps that fail (dma-mmio.md 4-7). */

export const type1WithoutMmio: HostExhibit = {
  name: 'host-type1-7.2-without-mmio',
  title: 'type1 never passes IOMMU_MMIO: the leaf of a BAR gets the C-bit',
  source: 'dma-mmio.md 5.6 (UPSTREAM: 6.19, 7.2, 7.3), 7.2 I5; seed 000',
  rule: 'RMP-H03',
  parts: { type1Mmio: () => false },
};

export const iommufdWithoutMmio: HostExhibit = {
  name: 'host-iommufd-without-mmio',
  title: 'iommufd maps a dma-buf as it maps memory',
  source: 'dma-mmio.md 6.2, 9.2 BUF-051',
  rule: 'RMP-H03',
  parts: { iommufdMmio: false },
};

export const dmaApiWithoutMmio: HostExhibit = {
  name: 'host-dma-iommu-without-mmio',
  title: 'the DMA API drops DMA_ATTR_MMIO on the way to the page table',
  source: 'dma-mmio.md 4.3, 9.1 DMA-001',
  rule: 'RMP-H03',
  parts: { dmaApiMmio: false },
};

export const tableWithoutMmio: HostExhibit = {
  name: 'host-page-table-ignores-mmio',
  title: 'the page table sets the C-bit of every leaf that it encodes',
  source: 'dma-mmio.md 5.7, 9.1 DMA-053; 0.4 (before 6.19.y: every leaf)',
  rule: 'RMP-H03',
  parts: {
    hardware: {
      devices: {
        encodeLeafV1: (d, oa, lg, read, write) => {
          standardDeviceAccessParts.encodeLeafV1(d, oa, lg, read, write, true);
        },
      },
    },
  },
};

export const type1LooksAhead: HostExhibit = {
  name: 'host-type1-v3-look-ahead',
  title: 'a run is mapped with the flag of the run behind it',
  source: 'dma-mmio.md 5.6 (v3), 5.8 L3, L4',
  rule: 'RMP-H04',
  parts: {
    pinRuns(ctx, call) {
      const runs = standardHostParts.pinRuns(ctx, call);
      return runs.map((run, i) => ({ ...run, mmio: (runs[i + 1] ?? run).mmio }));
    },
  },
};

export const type1ReplaysLastFlag: HostExhibit = {
  name: 'host-type1-v5-replay-flag',
  title: 'a second domain gets every span with the flag of the last run that was pinned',
  source: 'dma-mmio.md 5.6 (b), 9.3 VFIO-008',
  rule: 'RMP-H04',
  parts: { replaySpans: ({ spans }) => spans.map((span) => ({ ...span, mmio: spans.at(-1)!.mmio })) },
};

export const type1ReplayMerges: HostExhibit = {
  name: 'host-type1-7.2-replay-merges',
  title: 'a second domain gets RAM and the BAR beside it in one call',
  source: 'dma-mmio.md 5.6 D5-1 (7.2, 7.3), 5.8 L9, 9.3 VFIO-003',
  rule: 'RMP-H05',
  parts: {
    replaySpans({ spans }) {
      const [first] = spans;
      const n = spans.reduce((pages, span) => pages + span.n, 0);
      return first === undefined ? [] : [{ ...first, n }];
    },
  },
};

export const secondDomainLeaks: HostExhibit = {
  name: 'host-import-unwind-leaks',
  title: 'a map fails for one device, and what was mapped for others before it stays',
  source: 'dma-mmio.md 5.4, 9.2 BUF-045, 9.3 VFIO-021',
  rule: 'RMP-H09',
  parts: {
    *undoMap() {
      // The failing call has taken back its own work, and that is all.
    },
  },
};

export const partOfSpanLeaks: HostExhibit = {
  name: 'host-iommu-map-leaves-part',
  title: 'iommu_map fails half way and leaves the first half',
  source: 'dma-mmio.md 9.1 DMA-056',
  rule: 'RMP-H09',
  parts: {
    *undoSpan() {
      // What was written stays.
    },
  },
};

export const windowsNotReserved: HostExhibit = {
  name: 'host-bus-windows-not-reserved',
  title: 'an IOVA is taken where a BAR lies, and ACS does not send requests up',
  source: 'dma-mmio.md 7.3 (IPA == GPA == bus address); seed 002',
  rule: 'RMP-H11',
  parts: {
    mayUse: (ctx, importer, spans) =>
      ctx.state.imports.importers[importer]!.t === 0 || standardHostParts.mayUse(ctx, importer, spans),
  },
};
