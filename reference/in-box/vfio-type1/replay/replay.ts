import { pinnedByBoth } from '../mediated/pins';
import { Batch } from '../objects/batch';
import { bytesOf, pagesOf } from '../page';
import type { GroupParts } from '../parts/group';

type ReplayParts = Pick<GroupParts, 'replay' | 'replayMapped' | 'replaySpan' | 'replayRecorded' | 'undoReplay'>;

/** Mappings into a domain that comes later: dma-mmio.md 5.6 (b), VFIO-003, VFIO-008. */
export const replayParts: ReplayParts = {
  replay(d, domain) {
    const batch = new Batch(d.parts.batchCapacity(d));
    const mappings = d.mappings.all();
    for (const [i, mapping] of mappings.entries()) {
      const errno = mapping.isMapped
        ? d.parts.replayMapped(d, mapping, domain)
        : d.parts.replayRecorded(d, mapping, domain, batch);
      if (errno === 0) continue;
      for (const done of mappings.slice(0, i + 1).reverse()) d.parts.undoReplay(d, done, domain);
      return errno;
    }
    for (const mapping of mappings) mapping.isMapped = true;
    return 0;
  },

  replayMapped(d, mapping, domain) {
    for (let page = 0, pages = pagesOf(mapping.bytes); page < pages;) {
      const span = d.parts.replaySpan(d, mapping, page);
      if (span !== null) {
        const [{ pageClass }] = mapping.classes.from(page);
        const prot = d.parts.protOf(d, mapping, pageClass);
        const errno = d.iommuMap(domain, span.iova, span.frame, span.frames, prot);
        if (errno !== 0) return errno;
      }
      page += span === null ? 1 : span.frames;
    }
    return 0;
  },

  replaySpan(d, mapping, page) {
    const isSingle = d.config.hugePagesDisabled && d.config.assumptions.VFIO_REPLAY_SINGLE === 'pages';
    const [first, ...others] = mapping.classes.from(page);
    let most = first.pages;
    for (const { pageClass, pages } of others) {
      if (d.parts.marking.keepsApart(first.pageClass, pageClass)) break;
      most += pages;
    }
    return d.parts.pieceAt(d, d.domains[0]!, mapping, page, isSingle ? 1 : most);
  },

  replayRecorded(d, mapping, domain, batch) {
    for (let page = 0, pages = pagesOf(mapping.bytes); page < pages;) {
      const run = d.parts.pinRun(d, mapping, page, pages - page, batch);
      if (typeof run === 'number') return run;
      const iova = mapping.iova + bytesOf(page);
      const prot = d.parts.protOf(d, mapping, run.pageClass);
      const errno = d.iommuMap(domain, iova, run.frame, run.frames, prot);
      if (errno !== 0) {
        d.parts.releaseRun(d, mapping, iova, run);
        d.parts.dropLeftovers(d, mapping, batch);
        return errno;
      }
      mapping.classes.add(run.pageClass, run.frames);
      page += run.frames;
    }
    return 0;
  },

  undoReplay(d, mapping, domain) {
    if (mapping.isMapped) {
      d.iommuUnmap(domain, mapping.iova, mapping.bytes);
      return;
    }
    for (let page = 0, pages = pagesOf(mapping.bytes); page < pages;) {
      const piece = d.parts.pieceAt(d, domain, mapping, page, Infinity);
      page += piece === null ? 1 : piece.frames;
      if (piece === null) continue;
      d.iommuUnmap(domain, piece.iova, bytesOf(piece.frames));
      const unpinned = d.parts.unpinFrames(d, mapping, piece.frame, piece.frames);
      d.parts.unlockPages(d, unpinned - pinnedByBoth(mapping, piece.iova, piece.frames));
    }
    mapping.classes.clear();
  },
};
