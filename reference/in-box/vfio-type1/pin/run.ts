import { Errno } from '../../../../model/vocabulary/errno';
import { bytesOf } from '../page';
import type { GrowingRun, PinParts } from '../parts/pin';

/** Pointers that fit a page: dma-mmio.md 5.2. */
const BATCH = 512;

/** One pin call: dma-mmio.md 5.3. */
export const runParts: Pick<
  PinParts,
  | 'batchCapacity'
  | 'mostOfRun'
  | 'pinRun'
  | 'growRun'
  | 'beginRun'
  | 'goesOn'
  | 'takeBatch'
  | 'takePiece'
  | 'dropRun'
  | 'dropLeftovers'
> = {
  batchCapacity: (d) => (d.config.hugePagesDisabled || d.faults.has('batch') ? 1 : BATCH),

  mostOfRun: (d, pages) => (d.config.hugePagesDisabled ? 1 : pages),

  pinRun(d, mapping, page, pages, batch) {
    const growing: GrowingRun = { mapping, page, most: d.parts.mostOfRun(d, pages), run: null, locked: 0 };
    const errno = d.parts.growRun(d, growing, batch) || d.parts.lockPages(d, growing.locked);
    if (errno !== 0) {
      d.parts.dropRun(d, mapping, growing.run, batch);
      return errno;
    }
    d.parts.marking.ran(mapping, growing.run!);
    return growing.run!;
  },

  growRun(d, growing, batch) {
    const { mapping, most, page } = growing;
    for (let done = 0; done < most; done = growing.run!.frames) {
      if (batch.size > 0) d.parts.beginRun(growing, batch.first, 'ram');
      else {
        const fetched = d.parts.fetch(d, mapping, mapping.vaddr + bytesOf(page + done), most - done, batch);
        if (typeof fetched === 'number') return fetched;
        d.parts.beginRun(growing, fetched.frame, fetched.pageClass);
        if (batch.size === 0) {
          if (!d.parts.goesOn(growing.run!, fetched.frame, fetched.pageClass)) return 0;
          const errno = d.parts.takePiece(d, growing, fetched.frames);
          if (errno !== 0) return errno;
          continue;
        }
      }
      const errno = d.parts.takeBatch(d, growing, batch);
      if (errno !== 0 || batch.size > 0) return errno;
    }
    return 0;
  },

  beginRun(growing, frame, pageClass) {
    growing.run ??= { frame, frames: 0, pageClass };
  },

  goesOn: (run, frame, pageClass) => frame === run.frame + run.frames && pageClass === run.pageClass,

  takeBatch(d, growing, batch) {
    while (batch.size > 0 && d.parts.goesOn(growing.run!, batch.first, 'ram')) {
      const piece = batch.contiguous;
      const errno = d.parts.takePiece(d, growing, piece);
      if (errno !== 0) return errno;
      batch.take(piece);
    }
    return 0;
  },

  takePiece(d, growing, pages) {
    const { mapping, page, run } = growing;
    const iova = mapping.iova + bytesOf(page + run!.frames);
    const added = d.parts.newlyLocked(mapping, iova, pages, run!.pageClass);
    if (added > 0 && d.parts.isOverLimit(d, d.process.lockedPages + growing.locked + added)) return Errno.ENOMEM;
    growing.locked += added;
    run!.frames += pages;
    return 0;
  },

  dropRun(d, mapping, run, batch) {
    if (run !== null && run.pageClass === 'ram') d.unpin(mapping, run.frame, run.frames);
    d.parts.dropLeftovers(d, mapping, batch);
  },

  dropLeftovers(d, mapping, batch) {
    while (batch.size > 0) {
      const piece = batch.contiguous;
      d.unpin(mapping, batch.first, piece);
      batch.take(piece);
    }
  },
};
