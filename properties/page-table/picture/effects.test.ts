import type { Event, Outcome } from '../../../model/vocabulary';
import { EventKind } from '../../../model/vocabulary/outcome';
import { effectsOf } from './effects';

const event = (kind: EventKind, start: number, end: number): Event => ({
  kind,
  count: 0,
  start,
  startOffset: 0,
  end,
  endOffset: 0xfff,
});
const outcome = (...events: Event[]): Outcome => ({ events }) as unknown as Outcome;

describe('the effects of a breaking op', () => {
  it('are not shown where they are as expected', () => {
    const same = outcome(event(EventKind.sync, 1, 2));
    expect(effectsOf(same, same)).toEqual([]);
  });

  it('are all shown where one is not as expected, those of one kind next to each other', () => {
    const expected = outcome(
      event(EventKind.dirty, 0, 15),
      event(EventKind.gather, 0, 15),
      event(EventKind.freed, 0, 0),
    );
    const observed = outcome(event(EventKind.dirty, 0, 14), event(EventKind.gather, 0, 15));
    expect(effectsOf(expected, observed)).toEqual([
      { name: 'dirty', range: { start: 0n, end: 0xffffn }, expected: true, observed: false },
      { name: 'dirty', range: { start: 0n, end: 0xefffn }, expected: false, observed: true },
      { name: 'gather', range: { start: 0n, end: 0xffffn }, expected: true, observed: true },
    ]);
  });

  it('tell of an empty range that it is empty', () => {
    const [effect] = effectsOf(outcome(event(EventKind.gather, 2 ** 52 - 1, 0)), outcome());
    expect(effect).toEqual({ name: 'gather', range: null, expected: true, observed: false });
  });
});
