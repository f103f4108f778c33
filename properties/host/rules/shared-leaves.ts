import { DeviceMode } from '../../../model/vocabulary/host/own-step';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { StepKind, domainOf } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { BROKEN, HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { pagesOf } from '../facts/leaves';
import { regionOf } from '../facts/ownership';
import { hostRule } from '../rule';
import { isLive, someLive } from './_live';
import { domain, page, region } from './_text';

/** Regions of RAM that the step may have changed for T=0 leaves: first, and how many. */
function regionsOf(facts: HostFacts, step: LogStep): readonly [number, number] {
  if (step.kind === StepKind.ioMap) {
    const first = regionOf(step.spa);
    return [first, regionOf(step.spa + Math.max(step.done, 1) * pagesOf(step.lg) - 1) - first + 1];
  }
  if (step.kind === StepKind.rmpupdate) return [regionOf(step.spa), 1];
  return [0, facts.directSplit.length];
}

/** The first region with a live T=0 leaf of 2M or more and an assigned page; −1: none, −2: no such leaf at all. */
function mixedUnderLarge(facts: HostFacts, step: LogStep): number {
  const [first, count] = regionsOf(facts, step);
  let seen = false;
  for (let r = first; r < first + count; r++) {
    if (!someLive(facts, 0, (dom) => facts.leaves[dom]!.largeOn[r]! > 0)) continue;
    seen = true;
    if (facts.ownership.assignedIn[r]! > 0) return r;
  }
  return seen ? -1 : -2;
}

export const noLargeLeafOverAssigned = hostRule({
  id: 'RMP-091',
  title: 'T=0 leaves of 2M or more cover shared pages only',
  statement: 'No T=0 leaf of 2M or more contains an assigned page while DMA is possible.',
  source: 'rmp.md 4.8, 7.5',
  confidence: 'L',
  level: 'required',
  why: 'The device faults on all 512 pages of the region, the shared ones too: its driver hangs.',
  example: 'Leaves merged into 2M although one page in them was converted.',
  on: [StepKind.ioMap, StepKind.rmpupdate, StepKind.setDevice],
  facts: 'after',
  check(facts, step) {
    if (step.kind === StepKind.ioMap && ((step.dom & 1) === 1 || !isLive(facts, step.dom))) return NOT_EXERCISED;
    if (step.kind === StepKind.rmpupdate && step.asid === 0) return NOT_EXERCISED;
    if (step.kind === StepKind.setDevice && step.mode !== DeviceMode.attached) return NOT_EXERCISED;
    const found = mixedUnderLarge(facts, step);
    return found === -2 ? NOT_EXERCISED : must(found === -1);
  },
  explain: (facts, step) =>
    `a T=0 leaf of 2M or more maps ${region(mixedUnderLarge(facts, step))}, in which pages are assigned`,
});

export const noStaleSharedLeaf = hostRule({
  id: 'RMP-092',
  title: 'No T=0 leaf maps an assigned page once conversion is complete',
  statement: 'At quiescence no T=0 leaf, whatever its size, maps an assigned page.',
  source: 'rmp.md 5.3, 7.5',
  confidence: 'I',
  level: 'required',
  why: 'DMA through it faults for ever, and reaches whoever gets the page when it is shared again.',
  example: 'A VMM that misses the notification to discard.',
  on: [StepKind.quiescent],
  facts: 'after',
  check(facts) {
    if (!facts.leaves.some((leaves, dom) => dom % 2 === 0 && isLive(facts, dom) && leaves.pages > 0)) {
      return NOT_EXERCISED;
    }
    return must(facts.staleT0 === 0 && largeOverAssigned(facts) < 0);
  },
  explain(facts) {
    const large = largeOverAssigned(facts);
    if (large >= 0) return `a T=0 leaf of 2M or more is left over ${region(large)}, in which pages are assigned`;
    const stale = facts.smallT0.findIndex((count, spa) => count > 0 && facts.ownership.asid[spa] !== 0);
    return `a T=0 leaf is left over ${page(stale)}, which is assigned`;
  },
});

function largeOverAssigned(facts: HostFacts): number {
  for (let r = 0; r < facts.directSplit.length; r++) {
    if (facts.ownership.assignedIn[r] === 0) continue;
    for (let dom = 0; dom < facts.leaves.length; dom += 2) if (facts.leaves[dom]!.largeOn[r]! > 0) return r;
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
    for (let guest = 0; guest < facts.nested.length; guest++) {
      const dom = domainOf(guest, 0);
      if (!isLive(facts, dom)) continue;
      if (splitForNothing(facts, dom) >= 0) return BROKEN;
    }
    return someLive(facts, 0, (dom) => facts.leaves[dom]!.largeOn.some((count) => count > 0)) ? HELD : NOT_EXERCISED;
  },
  explain(facts) {
    const dom = facts.leaves.findIndex((_, d) => d % 2 === 0 && isLive(facts, d) && splitForNothing(facts, d) >= 0);
    const r = splitForNothing(facts, dom);
    return `${domain(dom)} maps IOVA region ${r} by small leaves although it is shared and in one piece`;
  },
});

/** An IOVA region that could be one 2M leaf and is not; −1: none. */
function splitForNothing(facts: HostFacts, dom: number): number {
  const leaves = facts.leaves[dom]!;
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
