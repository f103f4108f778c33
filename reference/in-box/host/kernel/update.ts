import { assign, directMapSplit } from '../../../../model/vocabulary/host/own-steps';
import type { RmpUpdateStep } from '../../../../model/vocabulary/host/own-step';
import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { ABANDONED, MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import type { RmpUpdateRequest } from '../parts';
import { regionOf } from '../range';

/** To the guest `asid` at `gpa`. */
export const toGuest = (spa: SpaPage, lg: 12 | 21, n: number, asid: number, gpa: GpaPage): RmpUpdateRequest => ({
  spa,
  lg,
  n,
  asid,
  gpa,
  immutable: false,
});
export const toHypervisor = (spa: SpaPage, lg: 12 | 21, n: number): RmpUpdateRequest => toGuest(spa, lg, n, 0, 0);

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
  { spa, lg, n, asid, gpa, immutable }: RmpUpdateRequest,
): Protocol<RmpUpdateStep> {
  if (lg === 12) yield* ctx.parts.splitDirectMap(ctx, spa);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const step = assign(spa, lg, n, asid, gpa, immutable);
    yield step;
    if (step.code !== RmpCode.failOverlap) return step;
  }
  throw ABANDONED;
}
