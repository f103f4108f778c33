import { wrapperOutcome, type WrapperEvent } from '../../model/vocabulary/rmp-wrapper/outcome';
import { waysOf } from './picture-ways';

const OP = { op: 'makeShared', page: 0, level: 1, splitFails: false } as const;
const update = (spa: number, code: number, times = 1): WrapperEvent => ({
  event: 'rmpupdate',
  spa,
  state: new Uint8Array(16),
  code,
  times,
});

describe('the ways of a call', () => {
  const refused = wrapperOutcome({ events: [update(0, 4)], value: -14 });

  it('are one where it did what it should', () => {
    expect(waysOf(OP, refused, refused).map(({ title }) => title)).toEqual(['What the call did']);
  });

  it('are two where it did not, the first thing that differs marked', () => {
    const hung = wrapperOutcome({ events: [update(0, 4, 64)], end: 'hung', why: 'it does not return' });
    const [should, did] = waysOf(OP, refused, hung);
    expect(should!.stations.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'rmpupdate passed',
      'returns passed',
    ]);
    expect(did!.stations.map(({ name, state }) => `${name} ${state}`)).toEqual(['rmpupdate wrong', 'ends wrong']);
    expect(did!.stations[0]!.text).toMatch(/^64 times RMPUPDATE 0x0/);
  });

  it('leave out what has no effect', () => {
    const printed = wrapperOutcome({ events: [{ event: 'print', level: 3, text: 'hello' }], value: 0 });
    expect(waysOf(OP, printed, printed)[0]!.stations.map(({ name }) => name)).toEqual(['returns']);
  });

  it('stay short, and say of how much more they know', () => {
    const many = wrapperOutcome({ events: Array.from({ length: 512 }, (_, i) => update(i * 4096, 0)), value: 0 });
    const { stations } = waysOf(OP, many, many)[0]!;
    expect(stations).toHaveLength(14);
    expect(stations[12]!.text).toBe('500 more like these');
  });

  it('are none of a boot, of which nobody says what it is to do', () => {
    expect(waysOf({ op: 'prepare' }, refused, refused)).toEqual([]);
  });
});
