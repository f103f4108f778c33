import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { regionOf } from '../facts/ownership';
import { hostRule, type StepOf } from '../rule';
import { page, region } from './_text';

const overlaps = ({ config, ownership }: HostFacts, step: StepOf<typeof StepKind.rmpupdate>): boolean =>
  ownership.overlaps(
    step,
    config.assumptions.RMPUPDATE_BASE_2M_TO_4K === 'overlap',
    config.assumptions.RMPUPDATE_4K_BASE_TO_2M === 'overlap',
  );

export const noTrueOverlap = hostRule({
  id: 'RMP-109',
  title: 'RMPUPDATE is not called where it truly overlaps',
  statement: 'No RMPUPDATE is issued for 4K under a 2M entry, or for 2M over pages assigned at 4K.',
  source: 'rmp.md 2.1 (Linux wrapper), 7.5',
  confidence: 'S',
  level: 'required',
  why: 'The kernel’s wrapper repeats on FAIL_OVERLAP: it never returns.',
  example: 'invalidate goes on with 4K updates after its PSMASH failed.',
  on: [StepKind.rmpupdate],
  facts: 'before',
  check: (facts, step) => must(!overlaps(facts, step)),
  explain: (_facts, { lg, spa }) =>
    lg === 21
      ? `RMPUPDATE to 2M on ${region(regionOf(spa))}, in which pages are assigned at 4K`
      : `RMPUPDATE to 4K of ${page(spa)}, which lies under a 2M entry`,
});

export const prepare2MOnlyIfFree = hostRule({
  id: 'RMP-115',
  title: '2M is prepared only where all 512 pages are unassigned and aligned',
  statement: 'A 2M RMPUPDATE to a guest finds the region wholly unassigned, with 2M-aligned SPA and GPA.',
  source: 'rmp.md 6 (prepare), 7.5',
  confidence: 'S',
  level: 'required',
  why: 'RMPUPDATE answers FAIL_OVERLAP, and the wrapper repeats for ever.',
  example: 'prepare looks at the order of the folio alone.',
  on: [StepKind.rmpupdate],
  facts: 'before',
  check({ ownership }, { lg, asid, spa, gpa }) {
    if (lg !== 21 || asid === 0) return NOT_EXERCISED;
    return must(spa % REGION_PAGES === 0 && gpa % REGION_PAGES === 0 && ownership.assignedIn[regionOf(spa)] === 0);
  },
  explain: ({ ownership }, { spa }) =>
    `2M prepared on ${region(regionOf(spa))}, ${ownership.assignedIn[regionOf(spa)]!} pages of which are assigned`,
});

export const smashBeforePart = hostRule({
  id: 'RMP-116',
  title: 'Part of a 2M entry is released after PSMASH only',
  statement: 'A 4K RMPUPDATE to Hypervisor never meets a page under a 2M entry.',
  source: 'rmp.md 6 (invalidate), 7.5',
  confidence: 'S',
  level: 'required',
  why: 'RMPUPDATE answers FAIL_OVERLAP, and the wrapper repeats for ever.',
  example: 'A hole of one page is punched into a 2M folio.',
  on: [StepKind.rmpupdate],
  facts: 'before',
  check({ ownership }, { lg, asid, spa }) {
    if (lg !== 12 || asid !== 0 || ownership.asid[spa] === 0) return NOT_EXERCISED;
    return must(ownership.large[regionOf(spa)] === 0);
  },
  explain: (_facts, { spa }) => `${page(spa)} is released at 4K under a 2M entry`,
});
