import type { RuleId } from '../model/vocabulary';
import type { Page } from './page';
import { cut, lines, plural, widest, wrap } from './text';

/** One exhibit and what the rules said of it. */
export interface MuseumRow {
  readonly name: string;
  /** The rules that must convict it. */
  readonly named: readonly RuleId[];
  /** The rules that it broke. */
  readonly broke: readonly RuleId[];
  /** Cases until every named rule had convicted it; null if one did not. */
  readonly cases: number | null;
}

/** Convicted by every rule that is named for it. */
export const isConvicted = ({ named, broke }: MuseumRow): boolean => named.every((id) => broke.includes(id));

/** One line per exhibit: name, the rules that convict it, after how many cases; then the one that got away, if any. */
export function museumTable(rows: readonly MuseumRow[], page: Page): string {
  const { colors } = page;
  const nameWidth = Math.min(
    Math.floor(page.width / 2),
    widest(
      rows.map(({ name }) => name),
      'EXHIBIT'.length,
    ),
  );
  const rulesWidth = page.width - nameWidth - 2 - 2 - 'NOT CONVICTED'.length;
  const body = rows.map((row) => {
    const result = isConvicted(row) ? colors.green(`case ${row.cases}`) : colors.bold(colors.red('NOT CONVICTED'));
    return `${cut(row.name, nameWidth)}  ${cut(row.named.join(' '), rulesWidth)}  ${result}`;
  });
  const head = `${'EXHIBIT'.padEnd(nameWidth)}  ${cut('CONVICTED BY', rulesWidth)}  WITHIN`;
  return lines(colors.bold(head), ...body);
}

const GROUP = 10;

/**
 * The matrix rule × exhibit. Columns are exhibits, numbered as in the legend below; `#` a rule named for the exhibit
 * that convicts it, `+` another rule that it broke, `!` a named rule that did not convict. Wide museums are cut into
 * blocks that fit the page.
 */
export function museumMatrix(rows: readonly MuseumRow[], rules: readonly RuleId[], page: Page): string {
  const idWidth = widest(rules);
  const perBlock = Math.max(GROUP, Math.floor((page.width - idWidth - 2) / (GROUP + 1)) * GROUP);
  const blocks: string[] = [];
  for (let first = 0; first < rows.length; first += perBlock) {
    blocks.push(matrixBlock(rows.slice(first, first + perBlock), first, rules, idWidth, page));
  }
  const legend = rows.map(({ name }, i) => `${String(i + 1).padStart(3)} ${name}`);
  const convicting = new Set(rows.filter(isConvicted).flatMap(({ broke }) => broke));
  const silent = rules.filter((id) => !convicting.has(id));
  return lines(
    blocks.join('\n\n'),
    '',
    ...columns(legend, page.width),
    '',
    silent.length === 0
      ? `every one of ${plural(rules.length, 'rule')} convicts an exhibit`
      : page.colors.red(wrap(`rules without a conviction: ${silent.join(' ')}`, page.width)),
  );
}

function matrixBlock(
  rows: readonly MuseumRow[],
  first: number,
  rules: readonly RuleId[],
  idWidth: number,
  page: Page,
): string {
  const spaced = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i > 0 && i % GROUP === 0 ? ` ${cell}` : cell)).join('');
  const digit = (place: number): string => spaced(rows.map((_, i) => String(first + i + 1).padStart(3)[place]!));
  const head = [0, 1, 2].map((place) => `${''.padEnd(idWidth)}  ${digit(place)}`);
  const body = rules.map((id) => `${id.padEnd(idWidth)}  ${spaced(rows.map((row) => cell(row, id)))}`);
  return lines(...head.filter((line) => line.trim() !== '').map((line) => page.colors.dim(line)), ...body);
}

const cell = ({ named, broke }: MuseumRow, id: RuleId): string =>
  named.includes(id) ? (broke.includes(id) ? '#' : '!') : broke.includes(id) ? '+' : '·';

/** `items` in as many columns as the width takes, read downwards. */
function columns(items: readonly string[], width: number): string[] {
  const itemWidth = widest(items) + 2;
  const across = Math.max(1, Math.floor((width + 2) / itemWidth));
  const down = Math.ceil(items.length / across);
  return Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (_, column) => (items[column * down + row] ?? '').padEnd(itemWidth)).join(''),
  );
}
