import type { PictureEntry } from '../../model/vocabulary/picture';
import type { DecodedField } from '../../model/vocabulary/verdict';
import { linesOf } from './wrap';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, element, textElement, words, type Svg } from './svg';

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
  const apart = (i: number): boolean =>
    expected !== null && observed !== null && expected[from + i] !== observed[from + i];
  const numbered = [...Array(HALF).keys()].filter((i) => (63 - from - i) % 4 === 3 || i === HALF - 1);
  return (
    numbered.map((i) => words(middleOf(i), y + 9, String(63 - from - i), 'tiny dim', 'middle')).join('') +
    bitRow('expected', expected, from, y + 13, (i) => (apart(i) ? 'lacking' : null)) +
    bitRow('observed', observed, from, y + 14 + CELL_HEIGHT, (i) => (apart(i) ? 'badbox' : null))
  );
}

/** Left edge of a cell: a little room after every fourth bit, as people read hexadecimal. */
const cellAt = (i: number): number => LEFT + i * CELL_WIDTH + Math.floor(i / 4) * NIBBLE_GAP;
const middleOf = (i: number): number => cellAt(i) + (CELL_WIDTH - 1) / 2;

/**
 * Half of an entry. Cells of one look are one path, and their digits one text: drawn one by one, entries would be most of
 * a page. `lookOf`: of a bit that differs; null: it does not.
 */
function bitRow(
  name: string,
  bits: string | null,
  from: number,
  y: number,
  lookOf: (i: number) => 'lacking' | 'badbox' | null,
): Svg {
  const label = words(0, y + 11, name, 'small dim');
  if (bits === null) return label + words(cellAt(0), y + 11, 'no entry', 'small dim');
  const byLook = new Map<string, number[]>([
    ['bit0', []],
    ['bit1', []],
    ['lacking', []],
    ['badbox', []],
  ]);
  for (let i = 0; i < HALF; i++) byLook.get(lookOf(i) ?? (bits[from + i] === '1' ? 'bit1' : 'bit0'))!.push(i);
  const groups = [...byLook].filter(([, cells]) => cells.length > 0);
  return label + groups.map(([look, cells]) => cellsSvg(cells, y, look) + digits(cells, bits, from, y, look)).join('');
}

const cellsSvg = (cells: readonly number[], y: number, look: string): Svg => {
  const outline = `h${CELL_WIDTH - 1}v${CELL_HEIGHT}h${1 - CELL_WIDTH}z`;
  return element('path', { d: cells.map((i) => `M${cellAt(i)} ${y}${outline}`).join(''), class: look });
};

const DIGIT_LOOKS: Readonly<Record<string, string>> = { bit0: 'mono tiny dim', badbox: 'mono tiny onbad' };

/** One text, each character at the middle of its own cell. */
const digits = (cells: readonly number[], bits: string, from: number, y: number, look: string): Svg =>
  textElement(
    'text',
    {
      x: cells.map(middleOf).join(' '),
      y: y + 11,
      class: DIGIT_LOOKS[look] ?? 'mono tiny',
      'text-anchor': 'middle',
    },
    cells.map((i) => bits[from + i]).join(''),
  );
