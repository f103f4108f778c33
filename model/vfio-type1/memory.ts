import type { Area, Frame, MemorySpan, Pages } from '../vocabulary/vfio-type1/area';
import { pageOf } from './pages';

/** What a frame is; null: it has no struct page. */
export function memoryKind(memory: readonly MemorySpan[], frame: Frame): MemorySpan['kind'] | null {
  for (const span of memory) if (frame >= span.frame && frame < span.frame + span.frames) return span.kind;
  return null;
}

/** The next frame at which memory may become something else. */
export function edgeAfter(memory: readonly MemorySpan[], frame: Frame): Frame {
  let next = Infinity;
  for (const { frame: first, frames } of memory) {
    if (first > frame && first < next) next = first;
    if (first + frames > frame && first + frames < next) next = first + frames;
  }
  return next;
}

/** Numbers of the first page of an area, and of the first behind it. */
export interface Place {
  readonly first: number;
  readonly end: number;
}

/** Where areas lie, found once: they are looked up for every page that is fetched. */
const PLACES = new WeakMap<Area, Place>();

export function placeOf(area: Area): Place {
  let place = PLACES.get(area);
  if (place === undefined) {
    const first = pageOf(area.start);
    place = { first, end: area.runs.reduce((page, { frames }) => page + frames, first) };
    PLACES.set(area, place);
  }
  return place;
}

/** The area that has the page with this number. */
export function areaAt(areas: readonly Area[], virtualPage: number): Area | null {
  for (const area of areas) {
    const { first, end } = placeOf(area);
    if (virtualPage >= first && virtualPage < end) return area;
  }
  return null;
}

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
  let offset = virtualPage - placeOf(area).first;
  for (const { frame, frames, leaf } of area.runs) {
    if (offset < frames) return { frame: frame + offset, frames: frames - offset, toLeafEnd: leaf - (offset % leaf) };
    offset -= frames;
  }
  throw new RangeError(`page ${virtualPage} is behind the area`);
}
