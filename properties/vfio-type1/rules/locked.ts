/** Rules on the limit of locked pages: dma-mmio.md 5.3. */
import { pageOf } from '../../../model/vfio-type1/pages';
import { Errno, errnoText } from '../../../model/vocabulary/errno';
import type { Frame } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { Type1Step, Type1StepRule } from '../rule';
import { otherFrame } from './_calls';
import { layoutOfMap, pagesOfClass } from './_layout';
import { isAdmitted, isFaulty, mapOf, takesPages } from './_request';
import { SOURCE, STEP } from './_rule';

/** A map of pages that can all be fetched, in a container with domains, that nothing but the limit can fail. */
const isLimited = (step: Type1Step): boolean =>
  step.before.domains.length > 0 &&
  !mapOf(step).updateVaddr &&
  !isFaulty(step.op) &&
  takesPages(step) &&
  isAdmitted(step) &&
  layoutOfMap(step).refused === null;

const ramOf = (step: Type1Step): number => pagesOfClass(layoutOfMap(step), 'ram');
const newlyLocked = ({ before, after }: Type1Step): number => after.lockedPages - before.lockedPages;
const isOver = (step: Type1Step): boolean => step.before.lockedPages + ramOf(step) > step.config.lockLimit;

const explain = (step: Type1Step): string =>
  `${ramOf(step)} pages of RAM, ${step.before.lockedPages} of ${step.config.lockLimit} locked before: ` +
  `${errnoText(step.outcome.value ?? 0)}, ${step.after.lockedPages} locked`;

export const VFIO_015: Type1StepRule = {
  ...STEP,
  on: ['map'],
  id: 'VFIO-015',
  title: 'reserved frames are not charged',
  statement: 'A map locks no more pages than it has of RAM, however many reserved frames it has.',
  source: SOURCE.run,
  why: 'MMIO is not memory: a large BAR would use up the limit that guest memory needs.',
  example: 'Every page is charged.',
  check(step) {
    if (step.outcome.value !== 0 || step.before.domains.length === 0 || mapOf(step).updateVaddr) return NOT_EXERCISED;
    const { runs } = layoutOfMap(step);
    if (runs.every(({ pageClass }) => pageClass === 'ram')) return NOT_EXERCISED;
    return must(newlyLocked(step) <= ramOf(step));
  },
  explain,
};

/** Frames from `first` to `end` that are RAM, in spans. */
function ramSpans(config: Type1Config, first: Frame, end: Frame): readonly (readonly [Frame, Frame])[] {
  const spans: [Frame, Frame][] = [];
  for (let frame = first; frame < end;) {
    const isRam = otherFrame(config, frame, 1, true) === null;
    const next = otherFrame(config, frame, end - frame, isRam) ?? end;
    if (isRam) spans.push([frame, next]);
    frame = next;
  }
  return spans;
}

/** Pages that lead to RAM in the first domain; null: a page that the mediated device has pinned is none of them. */
function mappedRam({ config, after }: Type1Step): number | null {
  const uncovered = new Set(after.mediatedPins.map(pageOf));
  let pages = 0;
  for (const { iova, paddr, bytes } of after.iopteSpans(after.domains[0]!)) {
    const offset = pageOf(iova) - pageOf(paddr);
    for (const [first, end] of ramSpans(config, pageOf(paddr), pageOf(paddr + bytes))) {
      pages += end - first;
      for (const page of uncovered) if (page >= first + offset && page < end + offset) uncovered.delete(page);
    }
  }
  return uncovered.size === 0 ? pages : null;
}

/** How many pages must be locked; null: it cannot be seen. */
function expectedLocked(step: Type1Step): number | null {
  const { config, after } = step;
  if (after.domains.length === 0)
    return config.locked + after.pinned.reduce((sum, { frames, pins }) => sum + frames * pins, 0);
  const ram = mappedRam(step);
  return ram === null ? null : config.locked + ram;
}

export const VFIO_016: Type1StepRule = {
  ...STEP,
  on: ['map', 'unmap', 'attach', 'detach', 'pinPage', 'unpinPage'],
  id: 'VFIO-016',
  title: 'each page of RAM is charged once',
  statement:
    'The pages that are locked are those of the start and each page of a mapping that leads to pinned RAM, once, though a mediated device has pinned it too.',
  source: SOURCE.run,
  why: 'What is charged twice is never given back; what is not charged lets a user pin all of memory.',
  example: 'Pages that a mediated device has pinned are charged again.',
  check(step) {
    if (step.outcome.value !== 0) return NOT_EXERCISED;
    const expected = expectedLocked(step);
    return expected === null ? NOT_EXERCISED : must(step.after.lockedPages === expected);
  },
  explain: (step) => `${step.after.lockedPages} pages are locked, expected ${expectedLocked(step)}`,
};

export const VFIO_017: Type1StepRule = {
  ...STEP,
  on: ['map'],
  id: 'VFIO-017',
  title: 'the limit may be reached',
  statement: 'A map that locks as many pages as the limit allows succeeds; one that locks more fails with ENOMEM.',
  source: SOURCE.run,
  why: 'A VM whose limit is set to its memory does not start; one page more for each, and the limit is none.',
  example: 'The test is >= .',
  check(step) {
    if (step.config.capIpcLock || !isLimited(step)) return NOT_EXERCISED;
    return must(step.outcome.value === (isOver(step) ? Errno.ENOMEM : 0));
  },
  explain,
};

export const VFIO_018: Type1StepRule = {
  ...STEP,
  on: ['map'],
  id: 'VFIO-018',
  title: 'CAP_IPC_LOCK lifts the limit and charges all the same',
  statement: 'With CAP_IPC_LOCK a map over the limit succeeds, and its pages of RAM are locked.',
  source: SOURCE.run,
  why: 'Pages that are not counted on the way in are taken off on the way out: the count goes below zero.',
  example: 'The capability skips the accounting.',
  check(step) {
    if (!step.config.capIpcLock || !isLimited(step) || !isOver(step)) return NOT_EXERCISED;
    return must(step.outcome.value === 0 && newlyLocked(step) === ramOf(step));
  },
  explain,
};
