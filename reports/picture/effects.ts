import type { PictureEffect } from '../../model/vocabulary/picture';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, line, monoWidth, words, type Svg } from './svg';

const LEFT = 136;
const ROW = 21;
const BAR = 13;
const LABEL_ROW = 14;
const LABEL_SIZE = 10;

const hex = (address: bigint): string => `0x${address.toString(16)}`;

const rangeText = ({ range }: PictureEffect): string =>
  range === null ? 'empty' : `[${hex(range.start)}, ${hex(range.end)}]`;

const stateOf = ({ expected, observed }: PictureEffect): string =>
  expected && observed ? 'as expected' : expected ? 'expected' : 'observed';

/** Places of addresses on an axis that keeps their order and gives each stretch the same room. */
function placesOf(effects: readonly PictureEffect[]): ReadonlyMap<bigint, number> {
  const ends = effects.flatMap(({ range }) => (range === null ? [] : [range.start, range.end + 1n]));
  const cuts = [...new Set(ends)].sort((a, b) => (a < b ? -1 : 1));
  const room = (PANEL_WIDTH - LEFT) / Math.max(1, cuts.length - 1);
  return new Map(cuts.map((cut, i) => [cut, LEFT + i * room]));
}

/** The ranges that the op reported or invalidated, each where it was expected and where it was observed. */
export function effectsPanel(effects: readonly PictureEffect[]): Panel {
  const places = placesOf(effects);
  const bottom = PANEL_TOP + effects.length * ROW + 4;
  const body = [
    ...[...places.values()].map((x) => line(x, PANEL_TOP - 2, x, bottom, 'hair')),
    ...effects.map((effect, i) => row(effect, PANEL_TOP + i * ROW, places)),
  ];
  // Each label on the first line on which it does not run into the one before.
  const ends: number[] = [];
  for (const [address, x] of places) {
    const width = monoWidth(hex(address), LABEL_SIZE);
    const at = Math.min(PANEL_WIDTH - width, Math.max(0, x - width / 2));
    const free = ends.findIndex((end) => end + 8 < at);
    const level = free < 0 ? ends.length : free;
    ends[level] = at + width;
    body.push(words(at, bottom + 12 + level * LABEL_ROW, hex(address), 'mono tiny dim'));
  }
  const told = effects.map((effect) => `${effect.name} ${rangeText(effect)} ${stateOf(effect)}`);
  return panel('What was reported and flushed', told.join('; '), bottom + ends.length * LABEL_ROW + 8, body);
}

function row(effect: PictureEffect, y: number, places: ReadonlyMap<bigint, number>): Svg {
  const { name, range, expected, observed } = effect;
  const isWrong = observed && !expected;
  const label = words(0, y + 11, `${name} ${stateOf(effect)}`, isWrong ? 'small bad' : 'small');
  if (range === null) return label + words(LEFT, y + 11, 'an empty range', isWrong ? 'small bad' : 'small dim');
  const x = places.get(range.start)!;
  const width = Math.max(3, places.get(range.end + 1n)! - x);
  const look = !observed ? 'lacking' : isWrong ? 'badbox' : 'bit1';
  return label + box(x, y, width, BAR, look, rangeText(effect));
}
