import type { Mapping, Run } from '../objects/mapping';
import { pagesOf } from '../page';

/** What a mapping is made of, from `offset` bytes on: its runs, without what lies before. */
export function classesFrom({ runs }: Mapping, offset: bigint): readonly [Run, ...Run[]] {
  let skip = pagesOf(offset);
  for (const [i, { frame, frames, pageClass }] of runs.entries()) {
    if (skip < frames) return [{ frame: frame + skip, frames: frames - skip, pageClass }, ...runs.slice(i + 1)];
    skip -= frames;
  }
  throw new RangeError(`there is no page at byte ${offset} of the mapping`);
}
