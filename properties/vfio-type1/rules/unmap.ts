/** Rules on what an unmap does, and in which order: dma-mmio.md 5.5. */
import { Errno, errnoText } from '../../../model/vocabulary/errno';
import type { Type1Event } from '../../../model/vocabulary/vfio-type1/outcome';
import type { MappingView } from '../../../model/vocabulary/vfio-type1/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address, pageAddress } from '../../plain/words';
import type { Type1Step, Type1StepRule } from '../rule';
import { callTexts, hasReserved, otherFrame } from './_calls';
import { looseFrame } from './_reach';
import { isUnmapRequest, overlapping, unmapOf } from './_request';
import { SOURCE, STEP } from './_rule';

const resultText = ({ outcome: { value, bytes } }: Type1Step): string =>
  `${value === null ? 'absent' : errnoText(value)}${bytes === null ? '' : `, ${address(bytes)} bytes`}`;

export const VFIO_022: Type1StepRule = {
  ...STEP,
  on: ['map', 'unmap', 'attach', 'detach', 'unpinPage'],
  id: 'VFIO-022',
  title: 'unpinned after the flush',
  statement:
    'A page is unpinned only when no IOPTE and no IOTLB leads to it, in any domain, but as often as it is pinned besides.',
  source: SOURCE.unmap,
  why: 'A page that is let go while a device can reach it is somebody else’s page by the time the device writes.',
  example: 'Pages are unpinned before the IOTLB is flushed.',
  check(step) {
    const loose = looseFrame(step);
    return loose === undefined ? NOT_EXERCISED : must(loose === null);
  },
  explain: (step) => `the page at ${pageAddress(looseFrame(step)!)} is let go while a device may reach it`,
};

/**
 * The first unmap in the first domain before the others have unmapped the range; undefined: there is but one domain.
 */
function early({ before, outcome }: Type1Step): Type1Event | null | undefined {
  const [first, ...others] = before.domains;
  if (first === undefined || others.length === 0) return undefined;
  const gone: Extract<Type1Event, { event: 'unmap' }>[] = [];
  let found: Type1Event | null | undefined;
  for (const event of outcome.events) {
    if (event.event !== 'unmap') continue;
    if (event.domain !== first) {
      gone.push(event);
      continue;
    }
    const isGone = (domain: number): boolean =>
      gone.some(
        ({ domain: other, iova, bytes }) =>
          other === domain && iova <= event.iova && event.iova + event.bytes <= iova + bytes,
      );
    if (!others.every(isGone)) return event;
    found = null;
  }
  return found;
}

export const VFIO_023: Type1StepRule = {
  ...STEP,
  on: ['unmap'],
  id: 'VFIO-023',
  title: 'the first domain last',
  statement: 'An unmap takes a range out of all other domains before it begins with the first.',
  source: SOURCE.unmap,
  why: 'With the first go the pins: what the others still map is memory of someone else.',
  example: 'The domains are unmapped in list order.',
  check(step) {
    const found = early(step);
    return found === undefined ? NOT_EXERCISED : must(found === null);
  },
  explain: ({ outcome }) => callTexts(outcome.events),
};

/** Mappings that an op takes out of the first domain, or all of them, and that have reserved frames. */
function hasReservedGone({ op, outcome, before, config }: Type1Step): boolean {
  if (outcome.value !== 0 || before.domains.length === 0) return false;
  const [first] = before.domains;
  const all = op.op === 'detach' ? before.domains.length === 1 : op.op === 'unmap' && op.all;
  if (op.op === 'detach' && !all) return false;
  const isMet = (iova: bigint, bytes: bigint): boolean =>
    all || (op.op === 'unmap' && !op.invalidateVaddr && iova < op.iova + op.size && op.iova < iova + bytes);
  return before.iopteSpans(first!).some((span) => isMet(span.iova, span.bytes) && hasReserved(config, span));
}

const reservedUnpin = ({ config, outcome }: Type1Step): number | null => {
  for (const event of outcome.events) {
    if (event.event !== 'unpin') continue;
    const frame = otherFrame(config, event.frame, event.frames, true);
    if (frame !== null) return frame;
  }
  return null;
};

export const VFIO_024: Type1StepRule = {
  ...STEP,
  on: ['unmap', 'detach'],
  id: 'VFIO-024',
  title: 'reserved frames are not unpinned',
  statement: 'Where a mapping with reserved frames is taken back, none of them is unpinned.',
  source: SOURCE.unmap,
  why: 'A reference is dropped that nobody took, of a page that may not even have a struct page.',
  example: 'The piece is unpinned as a whole.',
  check: (step) => (hasReservedGone(step) ? must(reservedUnpin(step) === null) : NOT_EXERCISED),
  explain: (step) => `the frame at ${pageAddress(reservedUnpin(step)!)} is unpinned`,
};

/** Mappings that an edge of the range cuts. */
const cut = (step: Type1Step): readonly MappingView[] => {
  const { iova, size } = unmapOf(step);
  return overlapping(step.before, iova, size).filter(
    (mapping) => mapping.iova < iova || mapping.iova + mapping.bytes > iova + size,
  );
};

export const VFIO_025: Type1StepRule = {
  ...STEP,
  on: ['unmap'],
  id: 'VFIO-025',
  title: 'a mapping is not cut',
  statement: 'An unmap whose range cuts a mapping fails with EINVAL.',
  source: SOURCE.unmap,
  why: 'The IOMMU unmaps by the page that it has: the rest of a huge page would go with it.',
  example: 'The mapping is split.',
  check(step) {
    if (!isUnmapRequest(step, unmapOf(step)) || cut(step).length === 0) return NOT_EXERCISED;
    return must(step.outcome.value === Errno.EINVAL);
  },
  explain: resultText,
};

export const VFIO_026: Type1StepRule = {
  ...STEP,
  on: ['unmap'],
  id: 'VFIO-026',
  title: 'nothing there is no error',
  statement: 'An unmap of a range without mappings succeeds with 0 bytes.',
  source: SOURCE.unmap,
  why: 'Users clear whole ranges to be sure, and take an error for a leak.',
  example: 'It fails with ENOENT.',
  check(step) {
    const { iova, size } = unmapOf(step);
    if (!isUnmapRequest(step, unmapOf(step)) || overlapping(step.before, iova, size).length > 0) return NOT_EXERCISED;
    return must(step.outcome.value === 0 && step.outcome.bytes === 0n);
  },
  explain: resultText,
};
