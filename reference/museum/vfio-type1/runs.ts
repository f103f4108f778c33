/** Exhibits on pin calls and on what becomes of their runs (dma-mmio.md 5.3, 5.4). */
import { standardType1Parts } from '../../in-box/vfio-type1';
import { bytesOf } from '../../in-box/vfio-type1/page';
import type { Type1Exhibit } from './exhibit';

const BATCH = 512;

export const gapAtLeftovers: Type1Exhibit = {
  name: 'gap-at-leftovers',
  title: 'a run that begins with leftovers of the batch is mapped a page behind where it belongs',
  source: 'dma-mmio.md VFIO-001',
  rule: 'VFIO-001',
  parts: {
    iovaOfRun: (mapping, isLeftover) => mapping.iova + mapping.bytes + (isLeftover ? bytesOf(1) : 0n),
  },
};

export const callPerLeaf: Type1Exhibit = {
  name: 'call-per-leaf',
  title: 'each leaf of a BAR is a call of its own',
  source: 'dma-mmio.md VFIO-002, L7',
  rule: 'VFIO-002',
  parts: {
    goesOn: (run, frame, pageClass) =>
      standardType1Parts.goesOn(run, frame, pageClass) && (pageClass === 'ram' || run.frames === 0),
  },
};

export const mergesAdjacentBar: Type1Exhibit = {
  name: 'merges-adjacent-bar',
  title: 'a run goes on from RAM into a BAR that follows it, and back',
  source: 'dma-mmio.md VFIO-003, L9',
  rule: 'VFIO-003',
  parts: { goesOn: (run, frame) => frame === run.frame + run.frames },
};

export const replayMerges: Type1Exhibit = {
  name: 'linux-7.2-replay-merges',
  title: 'a replay goes by physical addresses alone: RAM and a BAR that follows it become one call (D5-1)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 5.6 D5-1, BG92b',
  rule: 'VFIO-003',
  parts: { replaySpan: (d, mapping, page) => d.parts.pieceAt(d, d.domains[0]!, mapping, page, Infinity) },
};

export const callPerBatch: Type1Exhibit = {
  name: 'calls-of-512',
  title: 'a run is no longer than a batch',
  source: 'dma-mmio.md VFIO-004',
  rule: 'VFIO-004',
  parts: { mostOfRun: (d, pages) => Math.min(standardType1Parts.mostOfRun(d, pages), BATCH) },
};

export const mergesAnyway: Type1Exhibit = {
  name: 'merges-without-huge-pages',
  title: 'with huge pages disabled, a run still has as many pages as are contiguous',
  source: 'dma-mmio.md VFIO-031',
  rule: 'VFIO-031',
  parts: { mostOfRun: (_d, pages) => pages },
};
