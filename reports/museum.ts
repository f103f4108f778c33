import type { RuleId } from '../model/vocabulary';
import type { Page } from './page';
import { cut, lines, plural, widest, wrap } from './text';

/** One exhibit and what the rules said of it. */
export interface MuseumRow {
  readonly name: string;
  /** The rule that must convict it. */
  readonly rule: RuleId;
  /** Cases until that rule had convicted it; 0 if its stored trace did; null if nothing did. */
  readonly cases: number | null;
  /** Ops of the smallest trace found, and all the rules that it breaks. */
  readonly traceOps: number;
  readonly broke: readonly RuleId[];
}

export const isConvicted = ({ cases }: MuseumRow): boolean => cases !== null;

/** One line per exhibit: name, the rule that convicts it, after how many cases, with how short a trace. */
export function museumTable(rows: readonly MuseumRow[], page: Page): string {
  const { colors } = page;
  const ruleWidth = widest(
    rows.map(({ rule }) => rule),
    'RULE'.length,
  );
  const result = ({ cases, traceOps }: MuseumRow): string => {
    if (cases === null) return 'NOT CONVICTED';
    return `${cases === 0 ? 'stored trace' : `case ${cases}`}, ${plural(traceOps, 'op')}`;
  };
  const resultWidth = widest(rows.map(result), 'CONVICTED'.length);
  const nameWidth = Math.min(
    page.width - ruleWidth - resultWidth - 4,
    widest(
      rows.map(({ name }) => name),
      'EXHIBIT'.length,
    ),
  );
  const body = rows.map((row) => {
    const paint = isConvicted(row) ? colors.green : (text: string) => colors.bold(colors.red(text));
    return `${cut(row.name, nameWidth)}  ${row.rule.padEnd(ruleWidth)}  ${paint(result(row))}`;
  });
  const head = `${'EXHIBIT'.padEnd(nameWidth)}  ${'RULE'.padEnd(ruleWidth)}  CONVICTED`;
  return lines(colors.bold(head), ...body);
}

const GROUP = 10;

/**
 * The matrix rule × exhibit. Columns are exhibits, numbered as in the legend below; `#` the exhibit's own rule
 * convicted it, `+` another rule that its trace breaks, `!` its own rule did not convict it. Wide museums are cut into
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

const cell = ({ rule, broke }: MuseumRow, id: RuleId): string => {
  if (rule === id) return broke.includes(id) ? '#' : '!';
  return broke.includes(id) ? '+' : '·';
};

/** `items` in as many columns as the width takes, read downwards. */
function columns(items: readonly string[], width: number): string[] {
  const itemWidth = widest(items) + 2;
  const across = Math.max(1, Math.floor((width + 2) / itemWidth));
  const down = Math.ceil(items.length / across);
  return Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (_, column) => (items[column * down + row] ?? '').padEnd(itemWidth)).join(''),
  );
}
