import type { Culprit } from './culprits';
import type { Detection } from './strategies';

/** What one strategy gave for one exhibit: a detection for each seed; null: the machine has no such strategy. */
export type Cell = readonly Detection[] | null;

export interface Row {
  readonly culprit: Culprit;
  readonly cells: readonly Cell[];
}

const NAME_WIDTH = 36;
const CELL_WIDTH = 20;
/** Exhibits that take the generator of `check` more cases than this are what guidance is for. */
const LONG_CASES = 1000;
const GENERATED = 1;

/** The middle one of an odd number of values, the lower of the two middle ones of an even number. */
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[(values.length - 1) >> 1]!;

/** Median cases to conviction; a seed that did not convict counts as infinitely many. */
export const medianCases = (cell: readonly Detection[]): number => median(cell.map(({ cases }) => cases ?? Infinity));
const medianSeconds = (cell: readonly Detection[]): number => median(cell.map(({ seconds }) => seconds));

const count = (n: number): string => (n === Infinity ? 'not found' : n.toLocaleString('en'));

function cellText(cell: Cell): string {
  if (cell === null) return '–';
  return `${count(medianCases(cell))} ${medianSeconds(cell).toFixed(1).padStart(6)} s`;
}

const line = (name: string, rule: string, cells: readonly string[]): string =>
  `${name.slice(0, NAME_WIDTH).padEnd(NAME_WIDTH)} ${rule.padEnd(8)}${cells.map((cell) => cell.padStart(CELL_WIDTH)).join('')}`;

export const heading = (strategies: readonly string[]): string => line('exhibit', 'rule', strategies);

export const rowText = ({ culprit, cells }: Row): string =>
  line(culprit.isHard ? `${culprit.name} (hard)` : culprit.name, culprit.rule, cells.map(cellText));

/** A line per strategy: exhibits convicted at most seeds, and the cases and seconds that all medians come to. */
export function totals(rows: readonly Row[], strategies: readonly string[], cap: number): string[] {
  return strategies.flatMap((strategy, i) => {
    const cells = rows.flatMap(({ cells: all }) => all[i] ?? []).length;
    if (cells === 0) return [];
    const own = rows.flatMap(({ cells: all }) => (all[i] === null ? [] : [all[i]!]));
    const cases = own.map((cell) => Math.min(medianCases(cell), cap));
    const found = own.filter((cell) => medianCases(cell) < Infinity).length;
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    const seconds = sum(own.map(medianSeconds)).toFixed(1);
    return [
      `${strategy}: ${found} of ${own.length} convicted, ${count(sum(cases))} cases, ${seconds} s (medians, not found counts ${count(cap)})`,
    ];
  });
}

/** How each strategy does against the generator of `check` on the exhibits that take it long: a geometric mean. */
export function againstGenerated(rows: readonly Row[], strategies: readonly string[], cap: number): string[] {
  const capped = (cell: Cell): number => Math.min(medianCases(cell!), cap);
  const long = rows.filter(({ cells }) => capped(cells[GENERATED]!) > LONG_CASES);
  return strategies.flatMap((strategy, i) => {
    const compared = long.filter(({ cells }) => cells[i] !== null);
    if (i === GENERATED || compared.length === 0) return [];
    const logs = compared.map(({ cells }) => Math.log(capped(cells[i]!) / capped(cells[GENERATED]!)));
    const mean = Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length);
    return [
      `${strategy} takes ${mean.toFixed(2)} times the cases of ${strategies[GENERATED]} on the ${compared.length} exhibits that take it more than ${count(LONG_CASES)}`,
    ];
  });
}
