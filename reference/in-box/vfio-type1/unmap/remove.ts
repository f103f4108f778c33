import { bytesOf, pagesOf } from '../page';
import type { Gathered, UnmapParts } from '../parts/unmap';

/** Pieces that one flush is for: dma-mmio.md 5.5. */
const MOST_PIECES = 512;

/** Out of the domains, and only then let go: dma-mmio.md 5.5. */
export const removeParts: Omit<
  UnmapParts,
  'unmapDma' | 'checkUnmapArgument' | 'checkUnmapRange' | 'checkBisect' | 'invalidateVaddr' | 'nothingThere'
> = {
  removeMapping(d, mapping) {
    d.parts.unlockPages(d, d.parts.unmapMapping(d, mapping));
    d.mappings.remove(mapping);
    d.entriesLeft++;
  },

  unmapMapping(d, mapping) {
    if (mapping.bytes === 0n || d.domains.length === 0) return 0;
    d.parts.unmapOthers(d, mapping);
    const unpinned = d.parts.unmapFirst(d, mapping);
    mapping.isMapped = false;
    mapping.classes.clear();
    return unpinned;
  },

  unmapOthers(d, mapping) {
    for (const domain of d.domains.slice(1)) d.iommuUnmap(domain, mapping.iova, mapping.bytes);
  },

  unmapFirst(d, mapping) {
    const domain = d.domains[0]!;
    const gathered: Gathered = { pieces: [], unpinned: 0 };
    for (let page = 0, pages = pagesOf(mapping.bytes); page < pages;) {
      const piece = d.parts.pieceAt(d, domain, mapping, page, Infinity);
      if (piece !== null) d.parts.unmapPiece(d, domain, mapping, piece, gathered);
      page += piece === null ? 1 : piece.frames;
    }
    if (gathered.pieces.length > 0) d.parts.flushGathered(d, domain, mapping, gathered);
    return gathered.unpinned;
  },

  pieceAt(_d, domain, mapping, page, most) {
    const iova = mapping.iova + bytesOf(page);
    const begin = domain.translate(iova);
    if (begin === null) return null;
    const end = Math.min(most, pagesOf(mapping.bytes) - page);
    let frames = begin.frames;
    while (frames < end) {
      const next = domain.translate(iova + bytesOf(frames));
      if (next === null || next.frame !== begin.frame + frames) break;
      frames += next.frames;
    }
    return { iova, frame: begin.frame, frames: Math.min(frames, end) };
  },

  unmapPiece(d, domain, mapping, piece, gathered) {
    const bytes = bytesOf(piece.frames);
    if (d.faults.count('piece') !== null) {
      d.parts.flushGathered(d, domain, mapping, gathered);
      d.iommuUnmap(domain, piece.iova, bytes);
      gathered.unpinned += d.parts.unpinFrames(d, mapping, piece.frame, piece.frames);
      return;
    }
    d.iommuUnmapFast(domain, piece.iova, bytes);
    gathered.pieces.push(piece);
    if (gathered.pieces.length >= MOST_PIECES) d.parts.flushGathered(d, domain, mapping, gathered);
  },

  flushGathered(d, domain, mapping, gathered) {
    d.iotlbSync(domain);
    for (const { frame, frames } of gathered.pieces)
      gathered.unpinned += d.parts.unpinFrames(d, mapping, frame, frames);
    gathered.pieces = [];
  },

  unpinFrames(d, mapping, frame, frames) {
    let unpinned = 0;
    for (const ram of d.memory.ramOf(frame, frames)) {
      d.unpin(mapping, ram.frame, ram.frames);
      unpinned += ram.frames;
    }
    return unpinned;
  },

  unlockPages(d, pages) {
    d.process.lockedPages -= pages;
  },
};
