import { ItemClass, type PageFormat } from '../../../model/page-table/formats/format';
import type { PageTableConfig, StateView } from '../../../model/vocabulary';
import type { PictureTree, TreeNode } from '../../../model/vocabulary/picture';
import { ITEM_PAGES, hexAddress, itemIndex, pagesOf } from '../../../model/vocabulary/units';
import type { Focus } from '../../engine/picture-leaves';
import { itemsOf, sameItem, type Item } from '../counterexample';
import { sizeText } from '../../plain/words';

/** Items that a tree shows at most. */
const MOST_NODES = 16;

interface Pair {
  readonly item: Item;
  readonly expected: Item | undefined;
  readonly observed: Item | undefined;
  readonly wrong: boolean;
}

const pagesOfItem = ({ level, pointer, leaf }: Item): number => (pointer ? ITEM_PAGES[level]! : pagesOf(leaf!.lg));
const covers = (item: Item, { first, pages }: Focus): boolean =>
  item.page < first + pages && item.page + pagesOfItem(item) > first;

/** Leaves one after the other that continue each other, in both states: a row for all of them. */
interface Row extends Pair {
  readonly pages: number;
  readonly count: number;
}

/** The items on the walk to the focus and all that are wrong, expected and observed, in pre-order. */
export function treeOf(
  config: PageTableConfig,
  format: PageFormat,
  expected: StateView,
  observed: StateView,
  focus: Focus | null,
): PictureTree {
  const wanted = itemsOf(expected);
  const got = itemsOf(observed);
  const pairs = [...new Set([...wanted.keys(), ...got.keys()])].map((place): Pair => {
    const [e, o] = [wanted.get(place), got.get(place)];
    return { item: (o ?? e)!, expected: e, observed: o, wrong: !sameItem(e, o) };
  });
  const looked = pairs.filter(({ item, wrong }) => wrong || focus === null || covers(item, focus));
  // Below the focus there may be hundreds: those that are wrong first, then in order.
  const rows = rowsOf(looked.sort((a, b) => preOrder(a.item, b.item)));
  const chosen = [...rows]
    .sort((a, b) => Number(b.wrong) - Number(a.wrong) || preOrder(a.item, b.item))
    .slice(0, MOST_NODES);
  const shown = new Set(chosen.map(({ item }) => item));
  const onTheWay = pairs.filter(
    ({ item: above }) => above.pointer && !shown.has(above) && chosen.some(({ item }) => isAbove(above, item)),
  );
  const nodes = [...chosen, ...onTheWay.map(rowOf)]
    .sort((a, b) => preOrder(a.item, b.item))
    .map((row) => nodeOf(row, config, format));
  return { title: 'The tables on the way', topLevel: observed.topLevel, nodes, leftOut: rows.length - chosen.length };
}

const rowOf = (pair: Pair): Row => ({ ...pair, pages: pagesOfItem(pair.item), count: 1 });

function rowsOf(pairs: readonly Pair[]): Row[] {
  const rows: Row[] = [];
  for (const pair of pairs) {
    const last = rows.at(-1);
    if (last === undefined || !follows(last, pair)) rows.push(rowOf(pair));
    else rows[rows.length - 1] = { ...last, pages: last.pages + pagesOfItem(pair.item), count: last.count + 1 };
  }
  return rows;
}

const follows = (row: Row, { item, expected, observed, wrong }: Pair): boolean =>
  row.item.level === item.level &&
  row.item.page + row.pages === item.page &&
  row.wrong === wrong &&
  continues(row.expected, expected, row.pages) &&
  continues(row.observed, observed, row.pages);

/** Both are nothing, or leaves of one look of which the second maps what follows the first one's `pages`. */
function continues(a: Item | undefined, b: Item | undefined, pages: number): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [first, second] = [a.leaf, b.leaf];
  if (first === null || second === null) return false;
  const sameLook = first.lg === second.lg && first.found === second.found && first.items === second.items;
  return sameLook && first.oa + pages === second.oa && (a.lo & 0xfff) === (b.lo & 0xfff);
}

const preOrder = (a: Item, b: Item): number => a.page - b.page || b.level - a.level;
const isAbove = (a: Item, b: Item): boolean => a.level > b.level && covers(a, { first: b.page, pages: 1 });

function nodeOf(
  { item, expected, observed, wrong, count }: Row,
  config: PageTableConfig,
  format: PageFormat,
): TreeNode {
  const text = (of: Item | undefined): string | null =>
    of === undefined ? null : `${count === 1 ? '' : `${count} × `}${textOf(of, config, format)}`;
  return {
    level: item.level,
    index: itemIndex(item.page, item.level),
    items: count * itemsIn(item),
    first: item.page,
    isTable: item.pointer,
    expected: text(expected),
    observed: text(observed),
    wrong,
  };
}

/** Items that a leaf takes up: all of its group, or the one that is left of a broken group. */
const itemsIn = ({ leaf }: Item): number => (leaf === null || leaf.found !== leaf.items ? 1 : leaf.items);

/** `table`, `64K to 0x10000, FC IR IW`: the single bits that are set, by name. */
function textOf({ level, lo, hi, pointer, leaf }: Item, { smeBit }: PageTableConfig, format: PageFormat): string {
  const bits = format
    .describe(level, lo, hi, smeBit)
    .filter(({ bits: range, value }) => !range.includes(':') && value !== '0')
    .map(({ name }) => name)
    .join(' ');
  if (pointer || format.classify(level, lo, hi) === ItemClass.table) return `table  ${bits}`;
  const { lg, oa, found, items } = leaf!;
  const parts = found === items ? '' : ` (${found} of ${items} items)`;
  return `${sizeText(lg)} to ${hexAddress(oa)}${parts}  ${bits}`;
}
