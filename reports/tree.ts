import type { Page } from './page';
import { lines, widest } from './text';

/** One run of equal items of a table, already decoded. */
export interface TreeRow {
  /** Tables above it. */
  readonly depth: number;
  /** `L2[0]`, or `L0[16..31]` for replicated items. */
  readonly item: string;
  /** First iova that it covers. */
  readonly iova: string;
  /** Raw value, sixteen digits. */
  readonly raw: string;
  /** Decoded: `leaf 64 KiB → 0x10000 FC IR IW`, `table`. */
  readonly what: string;
}

/** The tables of one domain. */
export interface Tree {
  readonly title: string;
  readonly rows: readonly TreeRow[];
}

const ROWS_SHOWN = 64;

/** A table tree, one line per entry, children indented below the pointer that leads to them. */
export function treeText(tree: Tree, page: Page): string {
  const rows = tree.rows.slice(0, ROWS_SHOWN);
  const left = rows.map((row) => `${'  '.repeat(row.depth)}${row.item}`);
  const leftWidth = widest(left);
  const iovaWidth = widest(rows.map(({ iova }) => iova));
  const body = rows.map(
    ({ iova, raw, what }, i) =>
      `  ${left[i]!.padEnd(leftWidth)}  ${iova.padEnd(iovaWidth)}  ${page.colors.cyan(raw)}  ${what}`,
  );
  const rest = tree.rows.length - rows.length;
  if (rest > 0) body.push(`  … ${rest} more`);
  if (rows.length === 0) body.push('  (empty)');
  return lines(page.colors.bold(tree.title), ...body);
}
