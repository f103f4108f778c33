import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import type { Difference } from '../plain/machine';
import { describeOutcome, eventText } from './words';

/** Null where the observed outcome is that of the model. */
export function compareOutcome(op: Type1Op, expected: Type1Outcome, observed: Type1Outcome): Difference | null {
  const differs = (effect: string): Difference => ({
    effect,
    reason: `expected ${describeOutcome(op, expected)}; observed ${describeOutcome(op, observed)}`,
  });
  if (expected.value !== observed.value) return differs(`value ${observed.value} for ${expected.value}`);
  if (expected.bytes !== observed.bytes) return differs('bytes unmapped');
  for (let i = 0; i < Math.max(expected.events.length, observed.events.length); i++) {
    const [one, other] = [expected.events[i], observed.events[i]];
    if (one !== undefined && other !== undefined && eventText(one) === eventText(other)) continue;
    if (one?.event === 'map' && other?.event === 'map' && one.prot !== other.prot) return differs('prot of a call');
    return differs(`${other?.event ?? 'nothing'} for ${one?.event ?? 'nothing'}`);
  }
  return null;
}
