/** Exhibits on maps that fail on their way (dma-mmio.md 5.3, 5.4). */
import { standardType1Parts } from '../../in-box/vfio-type1';
import { bytesOf } from '../../in-box/vfio-type1/page';
import type { Type1Exhibit } from './exhibit';

export const earlierRunsKept: Type1Exhibit = {
  name: 'earlier-runs-kept',
  title: 'a map that fails forgets the mapping, with its earlier runs still mapped and pinned',
  source: 'dma-mmio.md VFIO-019',
  rule: 'VFIO-019',
  parts: {
    undoMap(d, mapping) {
      d.mappings.remove(mapping);
      d.entriesLeft++;
    },
  },
};

export const leftoversKept: Type1Exhibit = {
  name: 'leftovers-kept',
  title: 'a map that fails leaves the leftovers of its batch pinned',
  source: 'dma-mmio.md VFIO-020',
  rule: 'VFIO-020',
  parts: { dropLeftovers: () => undefined },
};

export const failingRunKept: Type1Exhibit = {
  name: 'failing-run-kept',
  title: 'a run that fails lets go of the leftovers, not of its own pages',
  source: 'dma-mmio.md VFIO-020',
  rule: 'VFIO-020',
  parts: { dropRun: (d, mapping, _run, batch) => d.parts.dropLeftovers(d, mapping, batch) },
};

export const refusingDomainUnmapped: Type1Exhibit = {
  name: 'refusing-domain-unmapped',
  title: 'where a domain refuses a run, that domain is unmapped, and those before it are not',
  source: 'dma-mmio.md VFIO-021, BG94',
  rule: 'VFIO-021',
  parts: {
    undoRun: (d, _done, refusing, iova, { frames }) => d.iommuUnmap(refusing, iova, bytesOf(frames)),
  },
};

export const undoneInListOrder: Type1Exhibit = {
  name: 'undone-in-list-order',
  title: 'where a domain refuses a run, those before it are unmapped the first one first',
  source: 'dma-mmio.md VFIO-021',
  rule: 'VFIO-021',
  parts: {
    undoRun: (d, done, refusing, iova, run) => standardType1Parts.undoRun(d, [...done].reverse(), refusing, iova, run),
  },
};
