import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../model/vocabulary/dma-api/outcome';
import type { Difference } from '../plain/machine';
import { isSame } from './same-data';
import { describeOutcome } from './words';

/** Null where the observed outcome is that of the model. */
export function compareOutcome(op: DmaApiOp, expected: DmaApiOutcome, observed: DmaApiOutcome): Difference | null {
  const effect = effectOf(expected, observed);
  if (effect === null) return null;
  return { effect, reason: `expected ${describeOutcome(op, expected)}; observed ${describeOutcome(op, observed)}` };
}

function effectOf(expected: DmaApiOutcome, observed: DmaApiOutcome): string | null {
  if (expected.end !== observed.end) return `${observed.end} for ${expected.end}`;
  if (expected.value !== observed.value) return `value ${observed.value} for ${expected.value}`;
  if (expected.address !== observed.address) return 'address';
  if (!isSame(expected.entries, observed.entries)) return 'addresses of segments';
  if (expected.mapType !== observed.mapType) return `${observed.mapType} for ${expected.mapType}`;
  if (expected.attrs !== observed.attrs) return 'attributes';
  if (!isSame(expected.reports, observed.reports)) return 'reports';
  return eventEffect(expected, observed);
}

function eventEffect({ events: wanted }: DmaApiOutcome, { events: found }: DmaApiOutcome): string | null {
  for (let i = 0; i < Math.max(wanted.length, found.length); i++) {
    const [one, other] = [wanted[i], found[i]];
    if (!isSame(one, other)) return `${other?.event ?? 'nothing'} for ${one?.event ?? 'nothing'}`;
  }
  return null;
}
