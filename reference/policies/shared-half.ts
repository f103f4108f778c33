import { sharedWindow, type IoWindow } from '../../model/vocabulary/host/layout';
import type { HostRange, HostView, Plan } from '../../model/vocabulary/host/policy';
import type { PolicyStep } from '../../model/vocabulary/host/policy-step';
import { ioMap, ioUnmap, readBacking, readLeaf, readRmp } from '../../model/vocabulary/host/policy-steps';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { flush, sharedWindows } from './flush';
import { wholeRegion } from './regions';

// Shared pages, at T=0 or above vTOM, for ranges within one 2M region whose lock is held (unless a policy forgets it).

/** 4K leaves for those pages of the range that the RMP says are shared. */
export function* mapSharedAt4K({ config }: HostView, { guest, gfn, n }: HostRange, t: 0 | 1): Plan {
  const { dom, offset } = sharedWindow(config, guest, t)!;
  for (let at = gfn; at < gfn + n;) {
    const backing = readBacking(guest, false, at, gfn + n - at);
    yield backing;
    if (backing.spa < 0) {
      at += backing.run;
      continue;
    }
    const rmp = readRmp(backing.spa, backing.run);
    yield rmp;
    if (!rmp.assigned) yield ioMap(dom, offset + at, backing.spa, 12, rmp.run, backing.mmio);
    at += rmp.run;
  }
}

/**
 * One 2M leaf where all 512 pages of the region are there, in one piece and shared; else 4K leaves for the range. A
 * large leaf takes the place of small ones in one step; the lines that they left in the IOTLB say the same.
 */
export function* mapSharedFitting(view: HostView, range: HostRange, t: 0 | 1): Plan {
  const whole = wholeRegion(range);
  const { guest, gfn } = whole;
  const backing = readBacking(guest, false, gfn, REGION_PAGES);
  yield backing;
  if (backing.run === REGION_PAGES && backing.spa >= 0 && backing.spa % REGION_PAGES === 0) {
    const rmp = readRmp(backing.spa, REGION_PAGES);
    yield rmp;
    if (!rmp.assigned && rmp.run === REGION_PAGES) {
      const window = sharedWindow(view.config, guest, t)!;
      yield ioMap(window.dom, window.offset + gfn, backing.spa, 21, 1, backing.mmio);
      yield* flush(view, whole, window);
      return;
    }
  }
  yield* mapSharedAt4K(view, range, t);
}

/**
 * Removes the range from one window. A larger leaf goes whole, and what it mapped besides comes back in 4K leaves. Does not
 * flush: says what to flush.
 */
export function* unmapShared(
  { guest, gfn, n }: HostRange,
  { dom, offset }: IoWindow,
): Generator<PolicyStep, HostRange, void> {
  const leaf = readLeaf(dom, offset + gfn);
  yield leaf;
  yield ioUnmap(dom, offset + gfn, n);
  if (leaf.lg <= 12) return { guest, gfn, n };
  const first = leaf.first - offset;
  const pages = 2 ** (leaf.lg - 12);
  const after = first + pages - (gfn + n);
  // A BAR changes hands whole: what comes back is RAM.
  if (gfn > first) yield ioMap(dom, leaf.first, leaf.spa, 12, gfn - first);
  if (after > 0) yield ioMap(dom, offset + gfn + n, leaf.spa + (gfn + n - first), 12, after);
  return { guest, gfn: first, n: pages };
}

/** Removes the range, and comes back when no device can reach it any more. */
export function* removeShared(view: HostView, range: HostRange): Plan {
  for (const window of sharedWindows(view, range.guest)) {
    const gone = yield* unmapShared(range, window);
    yield* flush(view, gone, window);
  }
}
