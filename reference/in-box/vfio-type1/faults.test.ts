import { Faults } from './faults';

describe('Faults', () => {
  test('only the nth step of its kind fails', () => {
    const faults = new Faults({ at: 'map', nth: 1, errno: -12 });
    expect([faults.count('account'), faults.count('map'), faults.count('piece')]).toEqual([null, null, null]);
    expect([faults.count('map'), faults.count('map')]).toEqual([-12, null]);
    expect(new Faults({ at: 'piece', nth: 0 }).count('piece')).toBe(0);
  });

  test('GUP fails at a page, however often it is asked for it', () => {
    const faults = new Faults({ at: 'pin', nth: 3, errno: 0 });
    faults.countPins(2);
    expect(faults.pinsLeft).toBe(1);
    faults.countPins(1);
    expect([faults.pinsLeft, faults.pinsLeft]).toEqual([0, 0]);
  });
});
