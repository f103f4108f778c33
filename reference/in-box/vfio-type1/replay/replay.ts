import { Batch } from '../objects/batch';
import { bytesOf, pagesOf } from '../page';
import type { GroupParts } from '../parts/group';
import { classesFrom } from './classes';

/** Mappings into a domain that comes later: dma-mmio.md 5.6 (b), VFIO-003, VFIO-008. */
export const replayParts: Pick<GroupParts, 'replay' | 'replayMapped' | 'replaySpan' | 'replayRecorded' | 'undoReplay'> =
  {
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
      for (let offset = 0n; offset < mapping.bytes;) {
        const span = d.parts.replaySpan(d, mapping, offset);
        if (span !== null) {
          const [{ pageClass }] = classesFrom(mapping, offset);
          const prot = d.parts.protOf(d, mapping, pageClass);
          const errno = d.iommuMap(domain, span.iova, span.frame, span.frames, prot);
          if (errno !== 0) return errno;
        }
        offset += bytesOf(span === null ? 1 : span.frames);
      }
      return 0;
    },

    replaySpan(d, mapping, offset) {
      const isSingle = d.config.hugePagesDisabled && d.config.assumptions.VFIO_REPLAY_SINGLE === 'pages';
      const [first, ...others] = classesFrom(mapping, offset);
      let most = first.frames;
      for (const { frames, pageClass } of others) {
        if (d.parts.marking.keepsApart(first.pageClass, pageClass)) break;
        most += frames;
      }
      return d.parts.pieceAt(d, d.domains[0]!, mapping, offset, isSingle ? 1 : most);
    },

    replayRecorded(d, mapping, domain, batch) {
      for (let offset = 0n; offset < mapping.bytes;) {
        const run = d.parts.pinRun(d, mapping, offset, pagesOf(mapping.bytes - offset), batch);
        if (typeof run === 'number') return run;
        const iova = mapping.iova + offset;
        const prot = d.parts.protOf(d, mapping, run.pageClass);
        const errno = d.iommuMap(domain, iova, run.frame, run.frames, prot);
        if (errno !== 0) {
          d.parts.releaseRun(d, mapping, iova, run);
          d.parts.dropLeftovers(d, mapping, batch);
          return errno;
        }
        mapping.runs.push(run);
        offset += bytesOf(run.frames);
      }
      return 0;
    },

    undoReplay(d, mapping, domain) {
      if (mapping.isMapped) {
        d.iommuUnmap(domain, mapping.iova, mapping.bytes);
        return;
      }
      mapping.runs = [];
      for (let offset = 0n; offset < mapping.bytes;) {
        const piece = d.parts.pieceAt(d, domain, mapping, offset, Infinity);
        offset += bytesOf(piece === null ? 1 : piece.frames);
        if (piece === null) continue;
        d.iommuUnmap(domain, piece.iova, bytesOf(piece.frames));
        d.parts.releaseRun(d, mapping, piece.iova, { frame: piece.frame, frames: piece.frames, pageClass: 'ram' });
      }
    },
  };
