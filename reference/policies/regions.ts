import type { HostRange, Plan } from '../../model/vocabulary/host/policy';
import { lock, unlock } from '../../model/vocabulary/host/policy-steps';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';

/** First page of the 2M region of `gfn`. */
export const baseOf = (gfn: number): number => gfn - (gfn % REGION_PAGES);

/** The 2M region of `range` as a whole. */
export const wholeRegion = ({ guest, gfn }: HostRange): HostRange => ({ guest, gfn: baseOf(gfn), n: REGION_PAGES });

/** `body` for the part of the range in each 2M region. */
export function* eachRegion(range: HostRange, body: (part: HostRange) => Plan): Plan {
  const end = range.gfn + range.n;
  for (let gfn = range.gfn; gfn < end;) {
    const next = Math.min(end, baseOf(gfn) + REGION_PAGES);
    yield* body({ guest: range.guest, gfn, n: next - gfn });
    gfn = next;
  }
}

/** The same with the lock of the region held: what `body` reads stays true until it is done. */
export function eachLockedRegion(range: HostRange, body: (part: HostRange) => Plan): Plan {
  return eachRegion(range, function* (part) {
    const region = part.gfn / REGION_PAGES;
    yield lock(part.guest, Math.floor(region));
    yield* body(part);
    yield unlock(part.guest, Math.floor(region));
  });
}
