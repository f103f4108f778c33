import type { PictureWay, WayStation } from '../../model/vocabulary/picture';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperEvent, WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import { effectText, valueText } from './words';

/** Longest way that is drawn: a conversion of 2M by single pages takes 512 instructions. */
const MOST_STATIONS = 12;

interface Stop {
  readonly name: string;
  readonly text: string;
}

/** One thing that the call did; how often, where it did it again and again. */
const stopOf = (event: WrapperEvent): Stop => ({
  name: event.event,
  text:
    event.event === 'rmpupdate' && event.times > 1 ? `${event.times} times ${effectText(event)}` : effectText(event),
});

/** What a call did that has an effect, and what it came back with. */
function stopsOf({ events, end, why, ...results }: WrapperOutcome): Stop[] {
  const told = events.map(stopOf).filter(({ text }) => text !== '');
  const left = told.length - MOST_STATIONS;
  const shown = left > 0 ? [...told.slice(0, MOST_STATIONS), { name: '…', text: `${left} more like these` }] : told;
  const last = end === 'ok' ? valueText({ events, end, why, ...results }) : why === '' ? end : `${end}: ${why}`;
  return [...shown, { name: end === 'ok' ? 'returns' : 'ends', text: last }];
}

/** What the call should do, and what it did; one way where they are the same, or nothing is expected. */
export function waysOf(op: WrapperOp, expected: WrapperOutcome, observed: WrapperOutcome): PictureWay[] {
  // What these print and allocate is the kernel's own business.
  if (op.op === 'prepare' || op.op === 'shutdown') return [];
  const wanted = stopsOf(expected);
  const got = stopsOf(observed);
  const isSame = (a: Stop | undefined, b: Stop | undefined): boolean => a?.name === b?.name && a?.text === b?.text;
  const stations = got.map((stop, i): WayStation => ({ ...stop, state: isSame(stop, wanted[i]) ? 'passed' : 'wrong' }));
  const did = { title: 'What the call did', stations };
  if (wanted.length === got.length && stations.every(({ state }) => state === 'passed')) return [did];
  const should = wanted.map((stop): WayStation => ({ ...stop, state: 'passed' }));
  return [{ title: 'What the call should do', stations: should }, did];
}
