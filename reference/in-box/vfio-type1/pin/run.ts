import { Errno } from '../../../../model/vocabulary/errno';
import type { PinParts } from '../parts/pin';
import { bytesOf } from '../page';
import type { Run } from '../objects/mapping';

/** Pages of pointers that fit a page: dma-mmio.md 5.2. */
const BATCH = 512;

/** One pin call: dma-mmio.md 5.3. */
export const runParts: Pick<
  PinParts,
  'batchCapacity' | 'mostOfRun' | 'pinRun' | 'goesOn' | 'takeBatch' | 'dropRun' | 'dropLeftovers'
> = {
  batchCapacity: (d) => (d.config.hugePagesDisabled || d.faults.has('batch') ? 1 : BATCH),

  mostOfRun: (d, pages) => (d.config.hugePagesDisabled ? Math.min(pages, 1) : pages),

  pinRun(d, mapping, offset, pages, batch) {
    let run: Run | null = batch.size > 0 ? { frame: batch.first, frames: 0, pageClass: 'ram' } : null;
    const charge = { iova: mapping.iova + offset, pages: 0 };
    const most = d.parts.mostOfRun(d, pages);
    while (run === null || run.frames < most) {
      if (batch.size === 0) {
        const done = run === null ? 0 : run.frames;
        const vaddr = mapping.vaddr + offset + bytesOf(done);
        const fetched = d.parts.fetch(d, mapping, vaddr, most - done, batch);
        if (typeof fetched === 'number') {
          d.parts.dropRun(d, mapping, run, batch);
          return fetched;
        }
        run ??= { frame: fetched.frame, frames: 0, pageClass: fetched.pageClass };
        if (batch.size === 0) {
          if (!d.parts.goesOn(run, fetched.frame, fetched.pageClass)) break;
          run.frames += fetched.frames;
          charge.iova += bytesOf(fetched.frames);
          continue;
        }
      }
      const taken = d.parts.takeBatch(d, mapping, charge, run!, batch);
      if (typeof taken === 'number') {
        d.parts.dropRun(d, mapping, run, batch);
        return taken;
      }
      if (!taken) break;
    }
    const refused = d.parts.lockPages(d, charge.pages);
    if (refused !== 0) {
      d.parts.dropRun(d, mapping, run, batch);
      return refused;
    }
    d.parts.marking.ran(mapping, run!);
    return run!;
  },

  goesOn: (run, frame, pageClass) => frame === run.frame + run.frames && pageClass === run.pageClass,

  takeBatch(d, mapping, charge, run, batch) {
    while (batch.size > 0) {
      if (!d.parts.goesOn(run, batch.first, 'ram')) return false;
      const piece = batch.contiguous;
      const added = d.parts.newlyLocked(mapping, charge.iova, piece);
      if (added > 0 && d.parts.isOverLimit(d, d.process.lockedPages + charge.pages + added)) return Errno.ENOMEM;
      charge.pages += added;
      charge.iova += bytesOf(piece);
      run.frames += piece;
      batch.take(piece);
    }
    return true;
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
