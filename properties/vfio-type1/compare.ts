import { Errno } from '../../model/vocabulary/errno';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { Type1Event, Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import type { Difference } from '../plain/machine';
import { isSameRecord } from './same-record';
import { describeOutcome } from './words';

/** Null where the observed outcome is that of the model. */
export function compareOutcome(op: Type1Op, expected: Type1Outcome, observed: Type1Outcome): Difference | null {
  const effect = effectOf(expected, observed);
  if (effect === null) return null;
  return { effect, reason: `expected ${describeOutcome(op, expected)}; observed ${describeOutcome(op, observed)}` };
}

/** What no page size fits is EINVAL to some domains and ENXIO to others, as their formats say. page-tables.md 3.3. */
const settled = (value: number | null): number | null => (value === Errno.ENXIO ? Errno.EINVAL : value);

function effectOf(expected: Type1Outcome, observed: Type1Outcome): string | null {
  if (settled(expected.value) !== settled(observed.value)) return `value ${observed.value} for ${expected.value}`;
  if (expected.bytes !== observed.bytes) return 'bytes unmapped';
  for (let i = 0; i < Math.max(expected.events.length, observed.events.length); i++) {
    const effect = eventEffect(expected.events[i], observed.events[i]);
    if (effect !== null) return effect;
  }
  return null;
}

const isSameEvent = (one: Type1Event, other: Type1Event): boolean =>
  one.event === 'map' && other.event === 'map'
    ? isSameRecord(one, other, 'value') && settled(one.value) === settled(other.value)
    : isSameRecord(one, other);

function eventEffect(one: Type1Event | undefined, other: Type1Event | undefined): string | null {
  if (one !== undefined && other !== undefined && isSameEvent(one, other)) return null;
  if (one?.event === 'map' && other?.event === 'map' && one.prot !== other.prot) return 'prot of a call';
  return `${other?.event ?? 'nothing'} for ${one?.event ?? 'nothing'}`;
}
