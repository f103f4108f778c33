import type { MemoryKind } from '../../model/vocabulary/picture';
import { box, words, type Svg } from './svg';

/** What a legend calls each kind. */
const KIND_NAMES: Readonly<Record<MemoryKind, string>> = {
  ram: 'RAM',
  mmio: 'MMIO',
  private: 'private',
  unvalidated: 'assigned, not validated',
  shared: 'shared',
  firmware: 'firmware, fixed',
};
const KINDS = Object.keys(KIND_NAMES) as readonly MemoryKind[];

/** A filled rectangle of a kind: its colour, and its pattern for whom the colour says nothing. */
export const memoryBox = (x: number, y: number, width: number, height: number, kind: MemoryKind, tip?: string): Svg =>
  box(x, y, width, height, `k-${kind}`, tip) +
  (kind === 'ram' || kind === 'shared' ? '' : box(x, y, width, height, `p-${kind}`));

/** Height of a legend. */
export const LEGEND_HEIGHT = 20;

/** Names of the kinds that a panel uses, in one line with its middle at `y`. */
export function legend(kinds: Iterable<MemoryKind>, y: number): Svg {
  const used = new Set(kinds);
  let x = 0;
  let out = '';
  for (const kind of KINDS) {
    if (!used.has(kind)) continue;
    out += memoryBox(x, y - 6, 12, 12, kind) + words(x + 17, y + 4, KIND_NAMES[kind], 'small dim');
    x += 17 + KIND_NAMES[kind].length * 6 + 14;
  }
  return out;
}

const UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** A power of two in bytes as short as it goes: 16 → `64K`. */
export const shortSize = (lg: number): string => `${2 ** (lg % 10)}${UNITS[Math.floor(lg / 10)]!}`;

/** So many 4K pages in bytes, rounded where it must be: 3 → `12K`, 511 → `≈2M`. */
export function pagesText(pages: number): string {
  let value = pages * 4;
  let unit = 1;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number.isInteger(value) ? value : `≈${Number(value.toPrecision(3))}`}${UNITS[unit]!}`;
}
