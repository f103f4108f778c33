import type { Counterexample } from '../model/vocabulary';
import type { Page } from './page';
import { cut, lines, widest } from './text';

type Entry = Counterexample['entries'][number];

const MARK = '<';

/** One raw entry, bit by bit: field, what the model expects, what was observed; differing fields are marked. */
export function entryTable(entry: Entry, page: Page): string {
  const { colors } = page;
  const rows = [{ field: 'raw', expected: entry.expectedRaw, observed: entry.observedRaw }, ...entry.fields];
  const valueWidth = widest(
    rows.flatMap(({ expected, observed }) => [expected, observed]),
    'expected'.length,
  );
  // Indent of two, gaps of two, the mark: the field gets what is left, but never more than it needs.
  const room = page.width - 2 - 2 * (valueWidth + 2) - 2;
  const fieldWidth = Math.min(room, widest(rows.map(({ field }) => field)));
  const head = `  ${''.padEnd(fieldWidth)}  ${'expected'.padEnd(valueWidth)}  observed`;
  const body = rows.map(({ field, expected, observed }) => {
    const differs = expected !== observed;
    const text = `  ${cut(field, fieldWidth)}  ${expected.padEnd(valueWidth)}  ${observed.padEnd(valueWidth)}`;
    return differs ? colors.red(`${text} ${MARK}`) : text;
  });
  return lines(`  ${colors.bold(entry.where)}`, colors.dim(head), ...body);
}
