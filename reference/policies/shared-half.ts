import type { HostRange, HostView, Plan } from '../../model/vocabulary/host/policy';
import type { PolicyStep } from '../../model/vocabulary/host/policy-step';
import { ioMap, ioUnmap, readBacking, readLeaf, readRmp } from '../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { flush } from './flush';
import { wholeRegion } from './regions';

// The T=0 side, for ranges within one 2M region whose lock is held (unless a policy forgets it).

/** 4K leaves for those pages of the range that the RMP says are shared. */
export function* mapSharedAt4K(_view: HostView, { guest, gfn, n }: HostRange): Plan {
  const dom = domainOf(guest, 0);
  for (let at = gfn; at < gfn + n;) {
    const backing = readBacking(guest, false, at, gfn + n - at);
    yield backing;
    if (backing.spa < 0) {
      at += backing.run;
      continue;
    }
    const rmp = readRmp(backing.spa, backing.run);
    yield rmp;
    if (!rmp.assigned) yield ioMap(dom, at, backing.spa, 12, rmp.run);
    at += rmp.run;
  }
}

/**
 * One 2M leaf where all 512 pages of the region are there, in one piece and shared; else 4K leaves for the range. A
 * large leaf takes the place of small ones in one step; the lines that they left in the IOTLB say the same.
 */
export function* mapSharedFitting(view: HostView, range: HostRange): Plan {
  const whole = wholeRegion(range);
  const { guest, gfn } = whole;
  const backing = readBacking(guest, false, gfn, REGION_PAGES);
  yield backing;
  if (backing.run === REGION_PAGES && backing.spa >= 0 && backing.spa % REGION_PAGES === 0) {
    const rmp = readRmp(backing.spa, REGION_PAGES);
    yield rmp;
    if (!rmp.assigned && rmp.run === REGION_PAGES) {
      yield ioMap(domainOf(guest, 0), gfn, backing.spa, 21, 1);
      yield* flush(view, whole, 0);
      return;
    }
  }
  yield* mapSharedAt4K(view, range);
}

/**
 * Removes the range. A larger leaf goes whole, and what it mapped besides comes back in 4K leaves. Does not flush: says
 * what to flush.
 */
export function* unmapShared({ guest, gfn, n }: HostRange): Generator<PolicyStep, HostRange, void> {
  const dom = domainOf(guest, 0);
  const leaf = readLeaf(dom, gfn);
  yield leaf;
  yield ioUnmap(dom, gfn, n);
  if (leaf.lg <= 12) return { guest, gfn, n };
  const pages = 2 ** (leaf.lg - 12);
  const after = leaf.first + pages - (gfn + n);
  if (gfn > leaf.first) yield ioMap(dom, leaf.first, leaf.spa, 12, gfn - leaf.first);
  if (after > 0) yield ioMap(dom, gfn + n, leaf.spa + (gfn + n - leaf.first), 12, after);
  return { guest, gfn: leaf.first, n: pages };
}

/** Removes the range, and comes back when no device can reach it any more. */
export function* removeShared(view: HostView, range: HostRange): Plan {
  const gone = yield* unmapShared(range);
  yield* flush(view, gone, 0);
}
