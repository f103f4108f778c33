import { Status } from '../../../model/vocabulary';
import { Memory } from './memory';
import { Trap } from './trap';

describe('Memory', () => {
  test.each([12, 20, 21, 29, 47, 51])('no page number contains the C-bit %i', (smeBit) => {
    const memory = new Memory();
    memory.reset(smeBit);
    const pages = Array.from({ length: 1500 }, () => memory.take(0));
    expect(pages.filter((page) => Math.floor(page / 2 ** (smeBit - 12)) % 2 === 1)).toEqual([]);
    expect(new Set(pages).size).toBe(pages.length);
  });

  test('pages start at the base and are recycled with what they held', () => {
    const memory = new Memory(0x40);
    memory.reset(null);
    const page = memory.take(0);
    expect(page).toBe(0x40);
    memory.words[memory.at(page, 3)] = 7;
    expect(memory.release(page)).toBe(true);
    expect(memory.release(page)).toBe(false);
    expect(memory.take(1)).toBe(page);
    expect(memory.words[memory.at(page, 3)]).toBe(7);
    memory.zero(page);
    expect(memory.words[memory.at(page, 3)]).toBe(0);
  });

  test('there is a fault where there is no memory', () => {
    const memory = new Memory();
    memory.reset(null);
    memory.take(0);
    for (const page of [0, 2, 1e9]) {
      expect(() => memory.at(page, 0)).toThrow(Trap);
      expect(memory.holds(page)).toBe(false);
    }
    try {
      memory.at(0, 0);
    } catch (error) {
      expect((error as Trap).status).toBe(Status.fault);
    }
  });
});
