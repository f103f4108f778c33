/** Rules on requests that are refused: dma-mmio.md 5.1. */
import { Errno, errnoText } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { Type1Step, Type1StepRule } from '../rule';
import { hasFlags, isAligned, isInWindow, isMapRequest, isReadable, mapOf, overlapping } from './_request';
import { SOURCE, STEP, type Said } from './_rule';

/** A rule on the errno of a map; null: it says nothing of this one. */
const refused = (said: Said, errno: (step: Type1Step) => number | null): Type1StepRule => ({
  ...STEP,
  ...said,
  on: ['map'],
  check(step) {
    const expected = errno(step);
    return expected === null ? NOT_EXERCISED : must(step.outcome.value === expected);
  },
  explain: (step) => `the map returned ${errnoText(step.outcome.value ?? 0)}, expected ${errnoText(errno(step) ?? 0)}`,
});

const isOverlapping = (step: Type1Step): boolean =>
  overlapping(step.before, mapOf(step).iova, mapOf(step).size).length > 0;

export const VFIO_027 = refused(
  {
    id: 'VFIO-027',
    title: 'an overlap is EEXIST',
    statement: 'A map of IOVAs of which some are mapped fails with EEXIST.',
    source: SOURCE.request,
    why: 'The caller tells a collision, which it can resolve, from an address that it must not use.',
    example: 'It fails with EINVAL.',
  },
  (step) => (isMapRequest(step, mapOf(step)) && isOverlapping(step) ? Errno.EEXIST : null),
);

export const VFIO_028 = refused(
  {
    id: 'VFIO-028',
    title: 'the budget before the windows',
    statement:
      'A map without an entry left fails with ENOSPC, wherever it lies; with one left it fails with EINVAL outside the windows.',
    source: SOURCE.request,
    why: 'A caller that is told EINVAL looks for a better address, and finds none.',
    example: 'The windows are looked at first.',
  },
  (step) => {
    if (!isMapRequest(step, mapOf(step)) || isOverlapping(step)) return null;
    if (step.before.entriesLeft <= 0) return Errno.ENOSPC;
    return isInWindow(step.before, mapOf(step)) ? null : Errno.EINVAL;
  },
);

export const VFIO_029 = refused(
  {
    id: 'VFIO-029',
    title: 'a map without rights is refused',
    statement: 'A map with neither READ nor WRITE, nor the VADDR flag, fails with EINVAL.',
    source: SOURCE.request,
    why: 'An entry that maps nothing takes the IOVAs, and pages are pinned for it.',
    example: 'It is recorded.',
  },
  (step) => {
    const op = mapOf(step);
    return isReadable(op) && !op.read && !op.write && !op.updateVaddr ? Errno.EINVAL : null;
  },
);

export const VFIO_030 = refused(
  {
    id: 'VFIO-030',
    title: 'aligned to the smallest common page',
    statement:
      'A map whose IOVA, size or vaddr is not aligned to the smallest page that all domains have fails with EINVAL.',
    source: SOURCE.request,
    why: 'The domain with the larger page refuses in the middle, when others have mapped.',
    example: 'Only 4 KiB are asked for.',
  },
  (step) => {
    const op = mapOf(step);
    if (!isReadable(op) || !hasFlags(op) || isAligned(step.before, op.iova, op.size, op.vaddr)) return null;
    return Errno.EINVAL;
  },
);
