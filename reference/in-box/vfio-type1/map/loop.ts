import { Prot } from '../../../../model/vocabulary/prot';
import { Batch } from '../objects/batch';
import { bytesOf, pagesOf } from '../page';
import type { MapParts } from '../parts/map';
import { pinnedByMediated } from '../mediated/pins';

/** Run by run, and domain by domain: dma-mmio.md 5.4. */
export const loopParts: Pick<
  MapParts,
  'pinAndMap' | 'iovaOfRun' | 'mapRun' | 'undoRun' | 'releaseRun' | 'undoMap' | 'protOf'
> = {
  pinAndMap(d, mapping, size) {
    const batch = new Batch(d.parts.batchCapacity(d));
    let errno = 0;
    while (mapping.bytes < size && errno === 0) {
      const isLeftover = batch.size > 0;
      const run = d.parts.pinRun(d, mapping, pagesOf(mapping.bytes), pagesOf(size - mapping.bytes), batch);
      if (typeof run === 'number') {
        errno = run;
        break;
      }
      const iova = d.parts.iovaOfRun(mapping, isLeftover);
      errno = d.parts.mapRun(d, mapping, iova, run);
      if (errno !== 0) {
        d.parts.releaseRun(d, mapping, iova, run);
        d.parts.dropLeftovers(d, mapping, batch);
        break;
      }
      mapping.classes.add(run.pageClass, run.frames);
      mapping.bytes += bytesOf(run.frames);
    }
    mapping.isMapped = true;
    if (errno !== 0) d.parts.undoMap(d, mapping);
    return errno;
  },

  iovaOfRun: (mapping) => mapping.iova + mapping.bytes,

  mapRun(d, mapping, iova, run) {
    const prot = d.parts.protOf(d, mapping, run.pageClass);
    for (const [i, domain] of d.domains.entries()) {
      const errno = d.iommuMap(domain, iova, run.frame, run.frames, prot);
      if (errno === 0) continue;
      d.parts.undoRun(d, d.domains.slice(0, i), domain, iova, run);
      return errno;
    }
    return 0;
  },

  undoRun(d, done, _refusing, iova, run) {
    for (const domain of [...done].reverse()) d.iommuUnmap(domain, iova, bytesOf(run.frames));
  },

  releaseRun(d, mapping, iova, { frame, frames }) {
    const unpinned = d.parts.unpinFrames(d, mapping, frame, frames);
    if (unpinned > 0) d.parts.unlockPages(d, unpinned - pinnedByMediated(mapping, iova, frames));
  },

  undoMap: (d, mapping) => d.parts.removeMapping(d, mapping),

  protOf: (d, mapping, pageClass) =>
    (mapping.read ? Prot.READ : 0) | (mapping.write ? Prot.WRITE : 0) | d.parts.marking.markOf(d, mapping, pageClass),
};
