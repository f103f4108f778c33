import { assign, directMapSplit } from '../../../../model/vocabulary/host/own-steps';
import type { RmpUpdateStep } from '../../../../model/vocabulary/host/own-step';
import type { SpaPage } from '../../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { ABANDONED, MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import { regionOf } from '../range';

/** "A 4K update first forces the direct-map page to 4K." rmp.md 6. */
export function* splitDirectMap({ state }: Context, spa: SpaPage): Protocol {
  if (state.directSplit[regionOf(spa)] === 0) yield directMapSplit(spa);
}

/**
 * The kernel's wrapper: FAIL_OVERLAP is taken for contention and repeated without end, FAIL_INUSE is given to the caller.
 * rmp.md 2.1.
 */
export function* updateRmp(
  ctx: Context,
  spa: SpaPage,
  lg: 12 | 21,
  n: number,
  asid: number,
  gpa: number,
): Protocol<RmpUpdateStep> {
  if (lg === 12) yield* ctx.parts.splitDirectMap(ctx, spa);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const step = assign(spa, lg, n, asid, gpa);
    yield step;
    if (step.code !== RmpCode.failOverlap) return step;
  }
  throw ABANDONED;
}
