import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import type { DmaBufEvent, DmaBufOutcome } from '../../model/vocabulary/dma-buf/outcome';
import type { Difference } from '../plain/machine';
import { describeOutcome, eventText } from './words';

/** Null where the observed outcome is that of the model. */
export function compareOutcome(op: DmaBufOp, expected: DmaBufOutcome, observed: DmaBufOutcome): Difference | null {
  const differs = (effect: string): Difference => ({
    effect,
    reason: `expected ${describeOutcome(op, expected)}; observed ${describeOutcome(op, observed)}`,
  });
  if (expected.end !== observed.end) return differs(`${observed.end} for ${expected.end}`);
  if (expected.value !== observed.value) return differs(`value ${observed.value} for ${expected.value}`);
  if (expected.bytes !== observed.bytes) return differs('bytes unmapped');
  if (expected.events.length === 0 && observed.events.length === 0) return null;
  const [wanted, found] = [settled(expected.events), settled(observed.events)];
  for (let i = 0; i < Math.max(wanted.length, found.length); i++) {
    const [one, other] = [wanted[i], found[i]];
    if (one?.text !== other?.text) return differs(`${other?.kind ?? 'nothing'} for ${one?.kind ?? 'nothing'}`);
  }
  return null;
}

interface Told {
  readonly kind: DmaBufEvent['event'];
  readonly text: string;
}

/** Events as texts, but those that say nothing; spans that are unmapped one after the other may come in any order. */
function settled(events: readonly DmaBufEvent[]): readonly Told[] {
  const told = events
    .filter((event) => event.event !== 'reserve' || event.address !== null)
    .map((event) => ({ kind: event.event, text: eventText(event) }));
  for (let first = 0; first < told.length; first++) {
    let end = first;
    while (told[end]?.kind === 'unmapPhys') end++;
    if (end - first < 2) continue;
    told.splice(first, end - first, ...told.slice(first, end).sort((a, b) => (a.text < b.text ? -1 : 1)));
    first = end;
  }
  return told;
}
