import { Errno } from '../../model/vocabulary/errno';
import { Prot } from '../../model/vocabulary/prot';
import type { Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { Type1Event, Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../model/vocabulary/vfio-type1/view';
import type { GoalStep, PlainGoal } from '../plain/goal';

type Goal = PlainGoal<Type1Config, Type1Op, Type1Outcome, Type1View>;
type Step = GoalStep<Type1Config, Type1Op, Type1Outcome, Type1View>;
type MapCall = Extract<Type1Event, { event: 'map' }>;

const goal = (
  name: string,
  statement: string,
  on: readonly Type1Op['op'][],
  reached: (step: Step) => boolean,
): Goal => ({ name, statement, on, reached });

/** Calls that were made in one domain, the first that one was made in. */
function callsOf({ events }: Type1Outcome): readonly MapCall[] {
  const calls = events.filter((event): event is MapCall => event.event === 'map' && event.value === 0);
  return calls.filter(({ domain }) => domain === calls[0]!.domain);
}

const isMmio = ({ prot }: MapCall): boolean => (prot & Prot.MMIO) !== 0;
const isNext = (one: MapCall, next: MapCall): boolean =>
  one.iova + one.bytes === next.iova && one.paddr + one.bytes === next.paddr;

/** Calls one behind the other, of memory that goes on, of which one has MMIO. */
const hasNeighbours = (outcome: Type1Outcome): boolean =>
  callsOf(outcome).some((call, i, calls) => {
    const before = calls[i - 1];
    return before !== undefined && isNext(before, call) && isMmio(before) !== isMmio(call);
  });

const countOf = ({ events }: Type1Outcome, kind: Type1Event['event']): number =>
  events.filter(({ event }) => event === kind).length;

const BATCH_BYTES = 512n * 4096n;
const TOP = 2n ** 64n;

/** Goals of the vfio-type1 machine. */
export const TYPE1_GOALS: readonly Goal[] = [
  goal('mmio-between-ram', 'One map leads to RAM, to MMIO, and to RAM again.', ['map'], ({ outcome }) => {
    const calls = callsOf(outcome);
    const first = calls.findIndex((call) => !isMmio(call));
    const mmio = calls.findIndex((call, i) => first >= 0 && i > first && isMmio(call));
    return mmio >= 0 && calls.slice(mmio).some((call) => !isMmio(call));
  }),
  goal('neighbours-mapped', 'RAM and a BAR that touch in memory are mapped as two calls.', ['map'], (s) =>
    hasNeighbours(s.outcome),
  ),
  goal(
    'neighbours-replayed',
    'RAM and a BAR that touch in memory are replayed as two calls.',
    ['attach'],
    (s) => s.view.domains.length > 1 && hasNeighbours(s.outcome),
  ),
  goal('over-a-batch', 'A call is longer than a batch.', ['map', 'attach'], ({ outcome }) =>
    callsOf(outcome).some(({ bytes }) => bytes > BATCH_BYTES),
  ),
  goal(
    'more-pieces-than-noted',
    'A mapping is taken back in so many pieces that two flushes are needed.',
    ['unmap', 'detach'],
    ({ outcome }) => countOf(outcome, 'flush') > 1 && countOf(outcome, 'unmap') > 512,
  ),
  goal(
    'third-domain',
    'What two domains have is replayed into a third.',
    ['attach'],
    ({ view, outcome }) => view.domains.length > 2 && callsOf(outcome).length > 0,
  ),
  goal('two-take-back', 'The third domain refuses a span that two have.', ['map'], ({ outcome: { events } }) => {
    const failed = events.findIndex((event) => event.event === 'map' && event.value !== 0);
    const isTaken = (event: Type1Event | undefined): boolean => event?.event === 'unmap' && event.flushes;
    return failed >= 0 && isTaken(events[failed + 1]) && isTaken(events[failed + 2]);
  }),
  goal('pinned-again', 'A page is pinned for a third time.', ['map', 'attach', 'pinPage'], ({ view }) =>
    view.pinned.some(({ pins }) => pins > 2),
  ),
  goal('end-of-space', 'A mapping with IOPTEs ends with the IOVA space.', ['map', 'attach'], ({ view }) =>
    view.domains.some((domain) => view.iopteSpans(domain).some(({ iova, bytes }) => iova + bytes === TOP)),
  ),
  goal('frame-0', 'The frame at address 0 is mapped.', ['map', 'attach'], ({ outcome }) =>
    callsOf(outcome).some(({ paddr }) => paddr === 0n),
  ),
  goal(
    'only-its-own-pins',
    'The last domain goes, and pins of the mediated device stay.',
    ['detach'],
    ({ view, outcome }) => view.domains.length === 0 && view.mediatedPins.length > 0 && countOf(outcome, 'unpin') > 0,
  ),
  goal(
    'limit-in-replay',
    'A replay fails at the limit of locked pages.',
    ['attach'],
    ({ op, outcome }) => outcome.value === Errno.ENOMEM && op.op === 'attach' && op.fail === null,
  ),
  goal('new-vaddr', 'Pages at a new vaddr are pinned for a mapping that was only recorded.', ['map', 'attach'], (s) => {
    const { op, outcome, notes, view } = s;
    if (op.op === 'map' && op.updateVaddr && outcome.value === 0 && view.domains.length === 0)
      notes.set('new-vaddr', 1);
    return op.op === 'attach' && outcome.value === 0 && notes.has('new-vaddr') && countOf(outcome, 'map') > 0;
  }),
];
