import { SUBREGION_COUNT } from '../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import type { ViommuEvent, ViommuOutcome } from '../../model/vocabulary/viommu/outcome';
import type { Difference } from '../plain/machine';
import { describeOutcome, eventText } from './words';

/** Null where the observed outcome is one that the model allows. */
export function compareOutcome(op: ViommuOp, expected: ViommuOutcome, observed: ViommuOutcome): Difference | null {
  const differs = (effect: string): Difference => ({
    effect,
    reason: `expected ${describeOutcome(op, expected)}; observed ${describeOutcome(op, observed)}`,
  });
  if (expected.end !== observed.end) return differs(`${observed.end} for ${expected.end}`);
  const [wanted, found] = [inOrder(expected.events), inOrder(observed.events)];
  for (let i = 0; i < Math.max(wanted.length, found.length); i++) {
    const [one, other] = [wanted[i], found[i]];
    if (one === undefined || other === undefined || eventText(one) !== eventText(other))
      return differs(`${other?.event ?? 'nothing'} for ${one?.event ?? 'nothing'}`);
  }
  if (expected.reached !== observed.reached) return differs('place reached');
  return isRight(op, expected, observed) ? null : differs(`value ${observed.value} for ${expected.value}`);
}

const UNDOING: readonly ViommuEvent['event'][] = ['unmap', 'invalidate', 'wait', 'restore', 'freeBlock'];

/** Events, those of a teardown by sub-region: in which order it goes through them is open (dma-mmio.md 8.4 O3). */
function inOrder(events: readonly ViommuEvent[]): readonly ViommuEvent[] {
  const begin = events.findIndex(({ event }) => event === 'unmap' || event === 'restore');
  if (begin === -1) return events;
  const count = events.slice(begin).findIndex(({ event }) => !UNDOING.includes(event));
  const end = count === -1 ? events.length : begin + count;
  const undone = events.slice(begin, end);
  const sorted = Array.from({ length: SUBREGION_COUNT }, (_, region) =>
    undone.filter((event) => 'region' in event && event.region === region),
  );
  return [...events.slice(0, begin), ...sorted.flat(), ...events.slice(end)];
}

/** The same value; any error where the model says so; the first error in its own order for a teardown in another one. */
function isRight({ op }: ViommuOp, expected: ViommuOutcome, observed: ViommuOutcome): boolean {
  if (expected.value === observed.value) return true;
  if (expected.anyError) return observed.value !== null && observed.value < 0;
  const isSameOrder = expected.events.every((event, i) => eventText(event) === eventText(observed.events[i]!));
  if (isSameOrder || (op !== 'uninit' && op !== 'driverUninit')) return false;
  const first = observed.events.find((event) => 'value' in event && event.value < 0);
  return first !== undefined && 'value' in first && first.value === observed.value;
}
