import type { Area, AreaKind, AreaRun, Frame } from '../../../model/vocabulary/vfio-type1/area';
import { Weights, type Draw } from '../../engine/draw';
import { BATCH, MAX_AREAS, MAX_LARGE_AREAS, MAX_RUN, NEIGHBOUR_PERCENT, PAGE, VADDR } from './bounds';
import { BAR_HIGH, BAR_LOW, beginsAt, drawFrame, type Stuff } from './frames';
import type { Theme } from './themes';

/** What an area is, and what lies behind it: pages that can be mapped, mostly. */
type AreaSort = readonly [AreaKind, Stuff];

const MIXED = new Weights<AreaSort>([
  [40, ['memory', 'ram']],
  [34, ['ioPfnmap', 'bar']],
  [6, ['ioPfnmap', 'reserved']],
  [10, ['pfnmap', 'reserved']],
]);
const ofStuff = (stuff: Stuff): Weights<AreaSort> => MIXED.filter(([, made]) => made === stuff);
const OF_STUFF = { ram: ofStuff('ram'), reserved: ofStuff('reserved'), bar: ofStuff('bar') };
const ONLY_RAM = new Weights<AreaSort>([[1, ['memory', 'ram']]]);
/** What cannot be mapped: dma-mmio.md 5.2. */
const REFUSED = new Weights<AreaSort>([
  [6, ['pfnmap', 'ram']],
  [3, ['ioPfnmap', 'ram']],
  [8, ['io', 'bar']],
  [1, ['fsdax', 'ram']],
]);
/** Leaves of 2 MiB. */
const LARGE_LEAF = 512;

/** Areas behind one another, with holes now and then. */
export function drawLayout(draw: Draw, theme: Theme, fromZero: boolean): readonly Area[] {
  const areas: Area[] = [];
  let start = VADDR;
  let last: Frame | null = null;
  const count = 1 + draw.int(theme.large ? MAX_LARGE_AREAS : MAX_AREAS);
  for (let i = 0; i < count; i++) {
    const area = drawArea(draw, theme, start, last, fromZero);
    areas.push(area);
    last = lastFrame(area);
    start += BigInt(pagesOf(area) + (draw.chance(theme.holes) ? 1 : 0)) * PAGE;
    // A whole leaf comes where it is aligned.
    if (theme.large && draw.chance(10)) start = ((start >> 21n) + 1n) << 21n;
  }
  return areas;
}

export const pagesOf = ({ runs }: Area): number => runs.reduce((pages, { frames }) => pages + frames, 0);
const lastFrame = ({ runs }: Area): Frame => runs.at(-1)!.frame + runs.at(-1)!.frames - 1;

export function drawArea(draw: Draw, theme: Theme, start: bigint, last: Frame | null, fromZero: boolean): Area {
  const [kind, stuff] = drawSort(draw, theme, last);
  return {
    start,
    kind,
    writable: !draw.chance(theme.readOnly),
    enabled: !draw.chance(theme.memoryOff),
    populated: draw.chance(70),
    runs: isLeafPlace(draw, theme, stuff, start) ? [drawLeaf(draw)] : drawRuns(draw, theme, stuff, last, fromZero),
  };
}

/** Where memory becomes something else behind the last area, that mostly: neighbours must not become one call. */
function drawSort(draw: Draw, theme: Theme, last: Frame | null): AreaSort {
  if (draw.chance(theme.refused)) return draw.weighted(REFUSED);
  if (theme.ramOnly) return draw.weighted(ONLY_RAM);
  const next = last === null ? null : beginsAt(last + 1);
  return draw.weighted(next !== null && draw.chance(NEIGHBOUR_PERCENT) ? OF_STUFF[next] : MIXED);
}

const isLeafPlace = (draw: Draw, { large }: Theme, stuff: Stuff, start: bigint): boolean =>
  large && stuff === 'bar' && start % (BigInt(LARGE_LEAF) * PAGE) === 0n && draw.chance(70);

const drawLeaf = (draw: Draw): AreaRun => ({
  frame: draw.pick([BAR_LOW.frame, BAR_HIGH.frame]),
  frames: LARGE_LEAF * (1 + draw.int(2)),
  leaf: LARGE_LEAF,
});

function drawRuns(draw: Draw, theme: Theme, stuff: Stuff, before: Frame | null, fromZero: boolean): readonly AreaRun[] {
  let last = before;
  if (theme.large && stuff === 'ram' && draw.chance(14)) return scattered(draw, fromZero);
  return Array.from({ length: 1 + draw.int(MAX_RUN) }, () => {
    const frames = drawFrames(draw, theme, stuff);
    const frame = drawFrame(draw, stuff, frames, last, fromZero);
    last = frame + frames - 1;
    return { frame, frames, leaf: 1 };
  });
}

/** A run as long as a batch, or a little more or less, or two; else a short one. */
function drawFrames(draw: Draw, { large }: Theme, stuff: Stuff): number {
  if (!large || stuff === 'reserved' || !draw.chance(80)) return 1 + draw.int(MAX_RUN);
  return BATCH * (1 + draw.int(2)) + draw.int(5) - 2;
}

/** Every other frame, more pieces than are unpinned after one flush (dma-mmio.md 5.5). */
function scattered(draw: Draw, fromZero: boolean): readonly AreaRun[] {
  const first = drawFrame(draw, 'ram', 2 * BATCH + 8, null, fromZero);
  return Array.from({ length: BATCH + draw.int(4) }, (_, i) => ({ frame: first + 2 * i, frames: 1, leaf: 1 }));
}
