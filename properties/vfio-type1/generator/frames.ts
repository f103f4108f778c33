import type { Frame, MemorySpan } from '../../../model/vocabulary/vfio-type1/area';
import type { Draw } from '../../engine/draw';
import { NEIGHBOUR_PERCENT } from './bounds';

/**
 * Physical memory of every case, in frames. Each kind touches the next, below and above 4 GiB, so that runs of
 * different kinds may be neighbours: RAM, reserved RAM, RAM, a BAR; RAM, a BAR.
 */
export const RAM_LOW = { frame: 0, frames: 0x4000 };
export const RESERVED = { frame: 0x4000, frames: 0x400 };
export const RAM_MID = { frame: 0x4400, frames: 0x3c00 };
export const BAR_LOW = { frame: 0x8000, frames: 0x800 };
export const RAM_HIGH = { frame: 0x10_0000, frames: 0x1000 };
export const BAR_HIGH = { frame: 0x10_1000, frames: 0x800 };

/** Frame 0 is nobody's memory but in the theme that looks for it: code that takes 0 for nothing would hide the rest. */
const FIRST_FRAME = 0x10;

export function memorySpans(fromZero: boolean): readonly MemorySpan[] {
  const { frame, frames } = RAM_LOW;
  const low = fromZero ? RAM_LOW : { frame: frame + FIRST_FRAME, frames: frames - FIRST_FRAME };
  return [
    { ...low, kind: 'ram' },
    { ...RESERVED, kind: 'reserved' },
    { ...RAM_MID, kind: 'ram' },
    { ...RAM_HIGH, kind: 'ram' },
  ];
}

/** What a run is made of. */
export type Stuff = 'ram' | 'reserved' | 'bar';

const SPANS: Readonly<Record<Stuff, readonly (typeof RAM_LOW)[]>> = {
  ram: [RAM_LOW, RAM_MID, RAM_HIGH],
  reserved: [RESERVED],
  bar: [BAR_LOW, BAR_HIGH],
};

/** What begins at this frame; null: nothing does. */
export function beginsAt(frame: Frame): Stuff | null {
  for (const stuff of ['ram', 'reserved', 'bar'] as const)
    if (SPANS[stuff].some((span) => span.frame === frame)) return stuff;
  return null;
}

/**
 * The first of so many frames of this stuff: behind `last` where that goes on, at the end of a span so that the next
 * kind can go on, at its start, or anywhere; a multiple of `leaf`. `last`: the frame before.
 */
export function drawFrame(draw: Draw, stuff: Stuff, frames: number, last: Frame | null, fromZero: boolean): Frame {
  const spans = SPANS[stuff];
  const next = (last ?? -1) + 1;
  const fits = spans.some((span) => next >= span.frame && next + frames <= span.frame + span.frames);
  if (last !== null && fits && draw.chance(beginsAt(next) === stuff ? NEIGHBOUR_PERCENT : 45)) return next;
  const span = draw.pick(spans);
  const first = span === RAM_LOW && !fromZero ? FIRST_FRAME : span.frame;
  const end = span.frame + span.frames - frames;
  const where = draw.int(10);
  if (where < 3) return end;
  if (where < 6) return first;
  return first + draw.int(Math.min(end - first, 64) + 1);
}
