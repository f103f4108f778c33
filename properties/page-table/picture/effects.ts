import type { Event, Outcome } from '../../../model/vocabulary';
import { EventKind } from '../../../model/vocabulary/outcome';
import type { PictureEffect } from '../../../model/vocabulary/picture';
import { toU64 } from '../../../model/vocabulary/units';
import { sightings } from '../../engine/picture-leaves';

/** Events that are about a range of addresses, and what a picture calls them. */
const RANGED: ReadonlyMap<number, string> = new Map([
  [EventKind.sync, 'sync'],
  [EventKind.dirty, 'dirty'],
  [EventKind.syncMap, 'sync map'],
  [EventKind.gather, 'gather'],
  [EventKind.command, 'command'],
  [EventKind.flush, 'flush'],
]);

const rangedOf = ({ events }: Outcome): Event[] => events.filter(({ kind }) => RANGED.has(kind));
const keyOf = ({ kind, start, startOffset, end, endOffset }: Event): string =>
  `${kind} ${start} ${startOffset} ${end} ${endOffset}`;

/** The ranges that an op reported and those that it should have, if they differ. */
export function effectsOf(expected: Outcome, observed: Outcome): PictureEffect[] {
  const effects = sightings([], rangedOf(expected), rangedOf(observed), keyOf).map(
    ({ item, expected: isExpected, observed: isObserved }): PictureEffect => {
      const start = toU64(item.start, item.startOffset);
      const end = toU64(item.end, item.endOffset);
      return {
        name: RANGED.get(item.kind)!,
        range: start <= end ? { start, end } : null,
        expected: isExpected,
        observed: isObserved,
      };
    },
  );
  if (effects.every((effect) => effect.expected === effect.observed)) return [];
  // What was expected of a kind stands above what was observed of it.
  const names = effects.map(({ name }) => name);
  return effects.sort(
    (a, b) => names.indexOf(a.name) - names.indexOf(b.name) || Number(b.expected) - Number(a.expected),
  );
}
