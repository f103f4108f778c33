import { Errno } from '../vocabulary/errno';
import type { Pages } from '../vocabulary/vfio-type1/area';
import { fetch, type Batch } from './fetch';
import { chargedPages, isOverLimit } from './locked';
import type { OpRun } from './op-run';
import { doneOf, lastPage, type Container, type Mapping, type Run } from './state';

/** A run that grows. */
type Growing = { -readonly [K in keyof Run]: Run[K] };

/**
 * dma-mmio.md 5.3: the longest run of one class behind what is mapped of the mapping, or a negative errno. Leftovers
 * stay in the batch.
 */
export function pinRun(container: Container, op: OpRun, batch: Batch, mapping: Mapping): Run | number {
  const page = mapping.page + doneOf(mapping);
  const run: Growing = { page, frame: 0, frames: 0, pageClass: 'ram' };
  const end = container.config.hugePagesDisabled ? page + 1 : lastPage(mapping) + 1;
  const charged = grow(container, op, batch, mapping, run, end);
  if (charged >= 0 && (charged === 0 || !op.failsNow('account'))) return run;
  release(op, run, mapping);
  releaseLeftovers(op, batch, mapping);
  return charged < 0 ? charged : Errno.EINTR;
}

/** How many pages are to be charged for the run, or a negative errno. */
function grow(container: Container, op: OpRun, batch: Batch, mapping: Mapping, run: Growing, end: number): number {
  let charged = 0;
  for (let next = run.page; next < end; next = run.page + run.frames) {
    if (batch.spans.length === 0) {
      const virtualPage = mapping.virtualPage + (next - mapping.page);
      const fetched = fetch(container, op, batch, virtualPage, end - next, mapping.write);
      if (typeof fetched === 'number') return fetched;
      if (fetched !== null) {
        if (!follows(run, fetched.frame, fetched.pageClass)) break;
        take(run, fetched.frame, fetched.frames, fetched.pageClass);
        continue;
      }
    }
    const span = batch.spans[0]!;
    if (!follows(run, span.frame, 'ram')) break;
    const newly = span.frames - chargedPages(mapping, next, span.frames);
    if (newly > 0 && isOverLimit(container, charged + newly)) return Errno.ENOMEM;
    charged += newly;
    take(run, span.frame, span.frames, 'ram');
    batch.spans.shift();
  }
  return charged;
}

const follows = (run: Run, frame: number, pageClass: Run['pageClass']): boolean =>
  run.frames === 0 || (frame === run.frame + run.frames && pageClass === run.pageClass);

function take(run: Growing, frame: number, frames: Pages, pageClass: Run['pageClass']): void {
  if (run.frames === 0) run.frame = frame;
  run.pageClass = pageClass;
  run.frames += frames;
}

/** Unpins a run. Reserved frames were not pinned (dma-mmio.md 5.5). */
export function release(op: OpRun, { frame, frames, pageClass }: Run, { write }: Mapping): void {
  if (pageClass === 'ram' && frames > 0) op.unpin(frame, frames, write);
}

export function releaseLeftovers(op: OpRun, batch: Batch, { write }: Mapping): void {
  for (const { frame, frames } of batch.spans) op.unpin(frame, frames, write);
  batch.spans.length = 0;
}
