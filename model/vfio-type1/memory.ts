import type { Area, Frame, MemorySpan, Pages } from '../vocabulary/vfio-type1/area';
import { pageOf } from './pages';

/** What a frame is; null: it has no struct page. */
export const memoryKind = (memory: readonly MemorySpan[], frame: Frame): MemorySpan['kind'] | null =>
  memory.find((span) => frame >= span.frame && frame < span.frame + span.frames)?.kind ?? null;

export const pagesOfArea = ({ runs }: Area): Pages => runs.reduce((pages, { frames }) => pages + frames, 0);

/** The area that has the page with this number. */
export const areaAt = (areas: readonly Area[], virtualPage: number): Area | null =>
  areas.find((area) => virtualPage >= pageOf(area.start) && virtualPage < pageOf(area.start) + pagesOfArea(area)) ??
  null;

/** Frames in a row behind an area, from one of its pages on. */
export interface Backing {
  readonly frame: Frame;
  /** To the end of the run. */
  readonly frames: Pages;
  /** To the end of the leaf that maps the page. */
  readonly toLeafEnd: Pages;
}

/** What is behind a page that the area has. */
export function backingOf(area: Area, virtualPage: number): Backing {
  let offset = virtualPage - pageOf(area.start);
  for (const { frame, frames, leaf } of area.runs) {
    if (offset < frames) return { frame: frame + offset, frames: frames - offset, toLeafEnd: leaf - (offset % leaf) };
    offset -= frames;
  }
  throw new RangeError(`page ${virtualPage} is behind the area`);
}
