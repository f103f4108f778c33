import { Errno } from '../vocabulary/errno';
import type { Area, Frame, FrameSpan, Pages } from '../vocabulary/vfio-type1/area';
import { areaAt, backingOf, memoryKind } from './memory';
import type { OpRun } from './op-run';
import type { Container, PageClass } from './state';

/** Pages that GUP pinned and no run has taken yet: its leftovers. dma-mmio.md 5.2. */
export interface Batch {
  readonly capacity: Pages;
  /** Frames in a row each, in the order of their pages. */
  readonly spans: FrameSpan[];
}

/** PAGE_SIZE / 8. dma-mmio.md 5.2. */
const BATCH_PAGES = 512;

export const newBatch = ({ config }: Container, run: OpRun): Batch => ({
  capacity: config.hugePagesDisabled || run.fails('batch') ? 1 : BATCH_PAGES,
  spans: [],
});

/** Pages of a VM_PFNMAP area, to the end of their leaf. */
export interface MappedFrames extends FrameSpan {
  readonly pageClass: Exclude<PageClass, 'ram'>;
}

/** dma-mmio.md 5.2: pages into the batch (null), or frames of a VM_PFNMAP area, or a negative errno. */
export function fetch(
  container: Container,
  run: OpRun,
  batch: Batch,
  virtualPage: number,
  pages: Pages,
  write: boolean,
): MappedFrames | number | null {
  const refused = pinPages(container, run, batch, virtualPage, Math.min(pages, batch.capacity), write);
  if (refused === null) return null;
  const area = areaAt(container.areas, virtualPage);
  if (area === null || (area.kind !== 'pfnmap' && area.kind !== 'ioPfnmap')) return refused;
  if (!area.enabled || (write && !area.writable)) return Errno.EFAULT;
  const { frame, toLeafEnd } = backingOf(area, virtualPage);
  const pageClass = reservedClass(container, area, frame);
  return pageClass === null ? Errno.EFAULT : { frame, frames: Math.min(pages, toLeafEnd), pageClass };
}

/** GUP: pins what it can from the page on; null, or the errno where that is nothing. */
function pinPages(
  { areas }: Container,
  run: OpRun,
  batch: Batch,
  virtualPage: number,
  pages: Pages,
  write: boolean,
): number | null {
  let left = Math.min(pages, run.pinnable);
  let next = virtualPage;
  for (let area = areaAt(areas, next); left > 0 && isPinnable(area, write); area = areaAt(areas, next)) {
    const { frame, frames } = backingOf(area, next);
    const some = Math.min(left, frames);
    batch.spans.push({ frame, frames: some });
    run.pin(frame, some);
    left -= some;
    next += some;
  }
  if (next > virtualPage) return null;
  if (isPinnable(areaAt(areas, virtualPage), write)) return run.pinErrno;
  return areaAt(areas, virtualPage)?.kind === 'fsdax' ? Errno.EOPNOTSUPP : Errno.EFAULT;
}

const isPinnable = (area: Area | null, write: boolean): area is Area =>
  area?.kind === 'memory' && (area.writable || !write);

/** Null: the frame is not reserved (dma-mmio.md 5.2). MMIO as REQUIRED says in 5.6. */
function reservedClass({ config }: Container, { kind }: Area, frame: Frame): MappedFrames['pageClass'] | null {
  const memory = memoryKind(config.memory, frame);
  if (memory === 'ram') return null;
  if (kind === 'pfnmap') return 'reserved';
  return memory === 'reserved' && config.assumptions.VFIO_RESERVED_RAM === 'memory' ? 'reserved' : 'mmio';
}
