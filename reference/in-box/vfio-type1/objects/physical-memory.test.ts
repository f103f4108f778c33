import { PhysicalMemory } from './physical-memory';

const memory = () =>
  new PhysicalMemory([
    { frame: 0x100, frames: 0x100, kind: 'ram' },
    { frame: 0x200, frames: 0x10, kind: 'reserved' },
    { frame: 0x210, frames: 0x10, kind: 'ram' },
  ]);

describe('PhysicalMemory', () => {
  test('knows what a frame is', () => {
    expect([0xff, 0x100, 0x1ff, 0x200, 0x20f, 0x210, 0x220].map((frame) => memory().kindOf(frame))).toEqual([
      null,
      'ram',
      'ram',
      'reserved',
      'reserved',
      'ram',
      null,
    ]);
  });

  test('finds the RAM of a range', () => {
    expect(memory().ramOf(0x1ff, 0x20)).toEqual([
      { frame: 0x1ff, frames: 1 },
      { frame: 0x210, frames: 0xf },
    ]);
    expect(memory().ramOf(0x200, 0x10)).toEqual([]);
  });

  test('keeps the pins of frames in as few spans as there can be', () => {
    const m = memory();
    m.pin(0x110, 4, 1);
    m.pin(0x118, 4, 1);
    m.pin(0x112, 8, 1);
    expect(m.pinned).toEqual([
      { frame: 0x110, frames: 2, pins: 1 },
      { frame: 0x112, frames: 2, pins: 2 },
      { frame: 0x114, frames: 4, pins: 1 },
      { frame: 0x118, frames: 2, pins: 2 },
      { frame: 0x11a, frames: 2, pins: 1 },
    ]);
    m.pin(0x112, 8, -1);
    m.pin(0x114, 4, 1);
    expect(m.pinned).toEqual([{ frame: 0x110, frames: 12, pins: 1 }]);
    m.pin(0x110, 12, -1);
    expect(m.pinned).toEqual([]);
  });

  test('a page that is unpinned without a pin shows', () => {
    const m = memory();
    m.pin(0x100, 1, -1);
    expect(m.pinned).toEqual([{ frame: 0x100, frames: 1, pins: -1 }]);
  });
});
