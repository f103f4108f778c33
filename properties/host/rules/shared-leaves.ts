import { DeviceMode } from '../../../model/vocabulary/host/own-step';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { BROKEN, HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { pagesOf } from '../facts/leaves';
import { regionOf } from '../facts/ownership';
import { hostRule, type StepOf } from '../rule';
import { isShared } from '../facts/windows';
import { someShared } from './_live';
import { page, region, windowText } from './_text';

/** Regions of system memory that the step may have changed for leaves to shared pages: first, and how many. */
function regionsOf(facts: HostFacts, step: LogStep): readonly [number, number] {
  if (step.kind === StepKind.ioMap) {
    const first = regionOf(step.spa);
    return [first, regionOf(step.spa + Math.max(step.done, 1) * pagesOf(step.lg) - 1) - first + 1];
  }
  if (step.kind === StepKind.rmpupdate) return [regionOf(step.spa), 1];
  return [0, facts.directSplit.length];
}

/** The first region with a live leaf of 2M or more to shared pages, and an assigned page; −1: none, −2: no such leaf at all. */
function mixedUnderLarge(facts: HostFacts, step: LogStep): number {
  const [first, count] = regionsOf(facts, step);
  let seen = false;
  for (let r = first; r < first + count; r++) {
    if (!someShared(facts, (window) => facts.io.leaves[window]!.largeOn[r]! > 0)) continue;
    seen = true;
    if (facts.ownership.assignedIn[r]! > 0) return r;
  }
  return seen ? -1 : -2;
}

function mapsShared(facts: HostFacts, { dom, iova }: StepOf<typeof StepKind.ioMap>): boolean {
  const window = facts.io.windows.at(dom, iova);
  return isShared(window) && facts.isLive(window);
}

export const noLargeLeafOverAssigned = hostRule({
  id: 'RMP-091',
  title: 'Leaves of 2M or more to shared pages cover no other',
  statement: 'No leaf of 2M or more at T=0, or above vTOM, contains an assigned page while DMA is possible.',
  source: 'rmp.md 4.8, 7.5',
  confidence: 'L',
  level: 'required',
  why: 'The device faults on all 512 pages of the region, the shared ones too: its driver hangs.',
  example: 'Leaves merged into 2M although one page in them was converted.',
  on: [StepKind.ioMap, StepKind.rmpupdate, StepKind.setDevice],
  facts: 'after',
  check(facts, step) {
    if (step.kind === StepKind.ioMap && !mapsShared(facts, step)) return NOT_EXERCISED;
    if (step.kind === StepKind.rmpupdate && step.asid === 0) return NOT_EXERCISED;
    if (step.kind === StepKind.setDevice && step.mode === DeviceMode.detached) return NOT_EXERCISED;
    const found = mixedUnderLarge(facts, step);
    return found === -2 ? NOT_EXERCISED : must(found === -1);
  },
  explain: (facts, step) =>
    `a leaf of 2M or more to shared pages maps ${region(mixedUnderLarge(facts, step))}, in which pages are assigned`,
});

export const noStaleSharedLeaf = hostRule({
  id: 'RMP-092',
  title: 'No leaf to shared pages maps an assigned one once conversion is complete',
  statement: 'At quiescence no leaf at T=0, or above vTOM, whatever its size, maps an assigned page.',
  source: 'rmp.md 5.3, 7.5',
  confidence: 'I',
  level: 'required',
  why: 'DMA through it faults for ever, and reaches whoever gets the page when it is shared again.',
  example: 'A VMM that misses the notification to discard.',
  on: [StepKind.quiescent],
  facts: 'after',
  check(facts) {
    if (!someShared(facts, () => true)) return NOT_EXERCISED;
    return must(facts.io.staleShared === 0 && largeOverAssigned(facts) < 0);
  },
  explain(facts) {
    const large = largeOverAssigned(facts);
    if (large >= 0)
      return `a leaf of 2M or more to shared pages is left over ${region(large)}, in which pages are assigned`;
    const stale = facts.io.smallShared.findIndex((count, spa) => count > 0 && facts.ownership.asid[spa] !== 0);
    return `a leaf to shared pages is left over ${page(stale)}, which is assigned`;
  },
});

function largeOverAssigned(facts: HostFacts): number {
  for (let r = 0; r < facts.directSplit.length; r++) {
    if (facts.ownership.assignedIn[r] === 0) continue;
    const { leaves } = facts.io;
    for (let w = 0; w < leaves.length; w++) if (isShared(w) && leaves[w]!.largeOn[r]! > 0) return r;
  }
  return -1;
}

export const largestLegalSize = hostRule({
  id: 'RMP-H01',
  title: 'The largest legal IO page',
  statement:
    'At quiescence a 2M region that is shared, in one piece and mapped whole at T=0 is mapped by a leaf of 2M.',
  source: 'host.md, Policies to have; rmp.md 4.8',
  confidence: 'I',
  level: 'recommended',
  why: '512 lines of the IOTLB do the work of one.',
  example: '`amd_iommu=nohugepages`, the remedy that upstream offers.',
  on: [StepKind.quiescent],
  facts: 'after',
  check(facts) {
    if (someShared(facts, (window) => splitForNothing(facts, window) >= 0)) return BROKEN;
    const isReached = someShared(facts, (window) => facts.io.leaves[window]!.largeOn.some((count) => count > 0));
    return isReached ? HELD : NOT_EXERCISED;
  },
  explain(facts) {
    let text = '';
    someShared(facts, (window) => {
      const r = splitForNothing(facts, window);
      text = `${windowText(window)} maps its region ${r} by small leaves although it is shared and in one piece`;
      return r >= 0;
    });
    return text;
  },
});

/** A region of the window that could be one 2M leaf and is not; −1: none. */
function splitForNothing(facts: HostFacts, window: number): number {
  const leaves = facts.io.leaves[window]!;
  for (let r = 0; r < leaves.smallIn.length; r++) {
    if (leaves.smallIn[r] !== REGION_PAGES) continue;
    const base = leaves.spaAt(r * REGION_PAGES);
    if (base % REGION_PAGES !== 0 || facts.ownership.assignedIn[regionOf(base)] !== 0) continue;
    let piece = 1;
    while (piece < REGION_PAGES && leaves.spaAt(r * REGION_PAGES + piece) === base + piece) piece++;
    if (piece === REGION_PAGES) return r;
  }
  return -1;
}
