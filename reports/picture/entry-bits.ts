import type { PictureEntry } from '../../model/vocabulary/picture';
import type { DecodedField } from '../../model/vocabulary/verdict';
import { linesOf } from './wrap';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, words, type Svg } from './svg';

const CELL_WIDTH = 11;
const NIBBLE_GAP = 2;
const CELL_HEIGHT = 15;
/** Room for `observed` in front of the cells. */
const LEFT = 54;
const HALF = 32;
const LINE = 13;
const EXPECTED_AT = 112;
const OBSERVED_AT = 266;
const VALUE_COLUMNS = 22;
/** Fields that are spelled out below the bits: those that differ, and so many of the others. */
const OTHER_FIELDS = 7;

/** The 64 bits of a raw entry, bit 63 first; null where there is no entry. */
function bitsOf(raw: string): string | null {
  if (!/^0x[0-9a-f]{1,16}$/.test(raw)) return null;
  return BigInt(raw).toString(2).padStart(64, '0');
}

/** One raw entry: all 64 bits, expected over observed, those that differ filled; below them its fields in words. */
export function entryPanel(entry: PictureEntry): Panel {
  const expected = bitsOf(entry.expectedRaw);
  const observed = bitsOf(entry.observedRaw);
  const body: Svg[] = [];
  let y = PANEL_TOP;
  for (const line of linesOf(entry.where, 62)) {
    body.push(words(0, y + 6, line, 'small dim'));
    y += 16;
  }
  for (const half of [0, 1]) {
    body.push(halfWord(expected, observed, half * HALF, y));
    y += 2 * CELL_HEIGHT + 22;
  }
  y += 8;
  body.push(words(EXPECTED_AT, y, 'expected', 'small dim'), words(OBSERVED_AT, y, 'observed', 'small dim'));
  y += 4;
  // Where one of them is missing, every field differs: that is said once, not field by field.
  const isPair = expected !== null && observed !== null;
  for (const field of fieldsTold(entry)) {
    const row = fieldRow(field, y, isPair && field.expected !== field.observed);
    body.push(row.body);
    y += row.height;
  }
  const differ = entry.fields
    .filter(isApart)
    .map(({ field, expected: e, observed: o }) => `${field}: expected ${e}, observed ${o}`);
  return panel('The entry, bit by bit', [entry.where, ...differ].join('; '), y + 6, body);
}

const isApart = ({ expected, observed }: DecodedField): boolean => expected !== observed;
const isZero = (value: string): boolean => /^(0|0x0|–)$/.test(value);

/** The fields that differ, then those that say something. */
const fieldsTold = ({ fields }: PictureEntry): DecodedField[] => [
  ...fields.filter((field) => isApart(field) && !(isZero(field.expected) && isZero(field.observed))),
  ...fields.filter((field) => !isApart(field) && !isZero(field.observed)).slice(0, OTHER_FIELDS),
];

/** One field, its values in as many lines as they take. */
function fieldRow(
  { field, expected, observed }: DecodedField,
  y: number,
  isBad: boolean,
): { body: Svg; height: number } {
  const [wanted, got] = [linesOf(expected, VALUE_COLUMNS), linesOf(observed, VALUE_COLUMNS)];
  const height = LINE * Math.max(wanted.length, got.length) + 3;
  const column = (lines: readonly string[], x: number, look: string): Svg =>
    lines.map((text, i) => words(x, y + 12 + i * LINE, text, look)).join('');
  return {
    height,
    body:
      (isBad ? box(0, y, PANEL_WIDTH, height, 'badtint') : '') +
      words(2, y + 12, field, isBad ? 'small bold' : 'small') +
      column(wanted, EXPECTED_AT, 'mono') +
      column(got, OBSERVED_AT, isBad ? 'mono bad' : 'mono'),
  };
}

/** Bits 63:32 (`from` 0) or 31:0 (`from` 32): numbers, expected over observed. */
function halfWord(expected: string | null, observed: string | null, from: number, y: number): Svg {
  const rows = [
    ['expected', expected],
    ['observed', observed],
  ] as const;
  let out = '';
  for (let i = 0; i < HALF; i++) {
    const bit = 63 - from - i;
    if (bit % 4 === 3 || bit % 32 === 0)
      out += words(cellAt(i) + CELL_WIDTH / 2, y + 9, String(bit), 'tiny dim', 'middle');
  }
  rows.forEach(([name, bits], row) => {
    const top = y + 13 + row * (CELL_HEIGHT + 1);
    out += words(0, top + 11, name, 'small dim');
    if (bits === null) {
      out += words(cellAt(0), top + 11, 'no entry', 'small dim');
      return;
    }
    for (let i = 0; i < HALF; i++) {
      const differs = expected !== null && observed !== null && expected[from + i] !== observed[from + i];
      out += cell(bits[from + i]!, cellAt(i), top, differs, row === 1);
    }
  });
  return out;
}

/** Left edge of a cell: a little room after every fourth bit, as people read hexadecimal. */
const cellAt = (i: number): number => LEFT + i * CELL_WIDTH + Math.floor(i / 4) * NIBBLE_GAP;

function cell(bit: string, x: number, y: number, differs: boolean, isObserved: boolean): Svg {
  const look = differs ? (isObserved ? 'badbox' : 'lacking') : bit === '1' ? 'bit1' : 'bit0';
  const text = differs && isObserved ? 'mono tiny onbad' : bit === '1' || differs ? 'mono tiny' : 'mono tiny dim';
  return box(x, y, CELL_WIDTH - 1, CELL_HEIGHT, look) + words(x + (CELL_WIDTH - 1) / 2, y + 11, bit, text, 'middle');
}
