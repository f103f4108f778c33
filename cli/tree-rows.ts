import { formatOf } from '../model/page-table/formats';
import type { PageFormat } from '../model/page-table/formats/format';
import { ItemClass } from '../model/page-table/formats/format';
import type { PageTableConfig } from '../model/vocabulary';
import { ITEM_PAGES, hexAddress, hexRaw } from '../model/vocabulary';
import type { Run } from '../properties/page-table/observed/records';
import { MARKER_LEVEL } from '../properties/page-table/observed/records';
import { size } from '../reports/text';
import type { Tree, TreeRow } from '../reports/tree';

/** The tables of every domain from the runs of a whole-tree record, each entry decoded. */
export function treesOf(config: PageTableConfig, runs: readonly Run[]): Tree[] {
  const format = formatOf(config.format);
  const trees: { title: string; rows: TreeRow[] }[] = [];
  // First page of the table that is being walked at each level; a pointer sets that of its child.
  const base: number[] = [];
  let top = 0;
  for (const run of runs) {
    if (run.level === MARKER_LEVEL) {
      top = run.count;
      base[top] = 0;
      trees.push({ title: `domain ${run.index}: top level ${top}, ${run.lo} live tables`, rows: [] });
      continue;
    }
    const page = base[run.level]! + run.index * ITEM_PAGES[run.level]!;
    const isTable = format.classify(run.level, run.lo, run.hi) === ItemClass.table;
    if (isTable) base[run.level - 1] = page;
    trees.at(-1)?.rows.push({
      depth: top - run.level,
      item: itemText(run),
      iova: hexAddress(page),
      raw: hexRaw(run.lo, run.hi),
      what: `${isTable ? 'table' : leafText(format, run, config.smeBit)}  ${bitsText(format, run, config.smeBit)}`,
    });
  }
  return trees;
}

const itemText = ({ level, index, count }: Run): string =>
  count === 1 ? `L${level}[${index}]` : `L${level}[${index}..${index + count - 1}]`;

function leafText(format: PageFormat, { level, lo, hi }: Run, smeBit: number | null): string {
  if (format.classify(level, lo, hi) === ItemClass.empty) return 'not present';
  const oa = hexAddress(format.leafOa(level, lo, hi, smeBit));
  return `${size(format.leafLg(level, lo, hi))} to ${oa}`;
}

/** The fields that are not zero, the address aside: it stands in front. */
const bitsText = (format: PageFormat, { level, lo, hi }: Run, smeBit: number | null): string =>
  format
    .describe(level, lo, hi, smeBit)
    .filter(({ value, bits }) => !bits.includes(':') && value !== '0')
    .map(({ name }) => name)
    .join(' ');
