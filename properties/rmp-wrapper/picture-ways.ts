import type { PictureWay } from '../../model/vocabulary/picture';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperEvent, WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import { callWays, type Stop } from '../plain/picture-ways';
import { effectText, valueText } from './words';

/** One thing that the call did; how often, where it did it again and again. */
const stopOf = (event: WrapperEvent): Stop => ({
  name: event.event,
  text:
    event.event === 'rmpupdate' && event.times > 1 ? `${event.times} times ${effectText(event)}` : effectText(event),
});

/** What a call did that has an effect, and what it came back with. */
function stopsOf({ events, end, why, ...results }: WrapperOutcome): Stop[] {
  const told = events.map(stopOf).filter(({ text }) => text !== '');
  const last = end === 'ok' ? valueText({ events, end, why, ...results }) : why === '' ? end : `${end}: ${why}`;
  return [...told, { name: end === 'ok' ? 'returns' : 'ends', text: last }];
}

/** What the call should do, and what it did; one way where they are the same, or nothing is expected. */
export function waysOf(op: WrapperOp, expected: WrapperOutcome, observed: WrapperOutcome): PictureWay[] {
  // What these print and allocate is the kernel's own business.
  if (op.op === 'prepare' || op.op === 'shutdown') return [];
  return callWays(stopsOf(expected), stopsOf(observed));
}
