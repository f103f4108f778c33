/** Rules on what a map, or a replay, that failed leaves behind: dma-mmio.md 5.4. */
import type { Type1Event } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { pageAddress } from '../../plain/words';
import { compareState } from '../compare-state';
import type { Type1Step, Type1StepRule } from '../rule';
import { callTexts, isMapCall } from './_calls';
import { SOURCE, STEP } from './_rule';

const FAILING = { ...STEP, on: ['map', 'attach'] } as const;

const hasFailed = ({ outcome }: Type1Step): boolean => outcome.value !== null && outcome.value < 0;

export const VFIO_019: Type1StepRule = {
  ...FAILING,
  id: 'VFIO-019',
  title: 'a failure leaves nothing',
  statement: 'After a map or an attach that failed, IOPTEs, pins, locked pages and mappings are those of before.',
  source: SOURCE.map,
  why: 'A device reaches pages that the caller was told are not mapped; pins without an entry are never let go.',
  example: 'The runs before the one that fails stay mapped.',
  check: (step) => (hasFailed(step) ? must(sameState(step.before, step.after) === null) : NOT_EXERCISED),
  explain: ({ before, after }) => sameState(before, after) ?? '',
};

const sameState = (before: Type1View, after: Type1View): string | null =>
  compareState(null, before, after)?.reason ?? null;

/** Frames by how often the op has pinned them and not unpinned, where that is not 0. */
function unbalanced(events: readonly Type1Event[]): ReadonlyMap<number, number> {
  // The number of pins changes at the ends of spans.
  const changes = new Map<number, number>();
  const add = (frame: number, by: number): unknown => changes.set(frame, (changes.get(frame) ?? 0) + by);
  for (const event of events) {
    if (event.event !== 'pin' && event.event !== 'unpin') continue;
    const by = event.event === 'pin' ? 1 : -1;
    add(event.frame, by);
    add(event.frame + event.frames, -by);
  }
  return new Map([...changes].filter(([, by]) => by !== 0));
}

export const VFIO_020: Type1StepRule = {
  ...FAILING,
  id: 'VFIO-020',
  title: 'what a failing op pinned it unpins',
  statement:
    'A map or an attach that fails unpins each page that it has pinned: of the run that fails, of the runs before, and leftovers of the batch.',
  source: SOURCE.run,
  why: 'A page that stays pinned can never be moved, swapped or freed.',
  example: 'The leftovers of the batch are forgotten.',
  check: ({ outcome, ...step }) => {
    if (!hasFailed({ outcome, ...step }) || !outcome.events.some(({ event }) => event === 'pin')) return NOT_EXERCISED;
    return must(unbalanced(outcome.events).size === 0);
  },
  explain: ({ outcome }) =>
    `pins do not balance from ${[...unbalanced(outcome.events).keys()]
      .sort((a, b) => a - b)
      .slice(0, 4)
      .map(pageAddress)
      .join(', ')} on`,
};

/** The call that failed, where domains before it have the span already. */
function takenBack({
  op,
  outcome,
  before,
}: Type1Step): { readonly due: readonly number[]; readonly from: number } | null {
  if (op.op !== 'map') return null;
  const from = outcome.events.findIndex((event) => isMapCall(event) && event.value !== 0);
  const failed = outcome.events[from];
  if (failed === undefined || !isMapCall(failed)) return null;
  const due = before.domains.slice(0, before.domains.indexOf(failed.domain)).reverse();
  return due.length === 0 ? null : { due, from };
}

export const VFIO_021: Type1StepRule = {
  ...STEP,
  on: ['map'],
  id: 'VFIO-021',
  title: 'the domains before take the span back',
  statement:
    'Where a domain refuses a span, those that have it unmap it, the latest first, before anything else is done.',
  source: SOURCE.map,
  why: 'The pages are unpinned next: devices of the other domains would write to freed memory.',
  example: 'Only the domain that failed is unmapped.',
  check(step) {
    const back = takenBack(step);
    if (back === null) return NOT_EXERCISED;
    const { events } = step.outcome;
    const span = events[back.from] as Extract<Type1Event, { event: 'map' }>;
    return must(
      back.due.every((domain, i) => {
        const event = events[back.from + 1 + i];
        return (
          event?.event === 'unmap' && event.domain === domain && event.iova === span.iova && event.bytes === span.bytes
        );
      }),
    );
  },
  explain: ({ outcome }) => callTexts(outcome.events),
};
