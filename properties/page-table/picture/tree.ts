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
  const chosen = looked
    .sort((a, b) => Number(b.wrong) - Number(a.wrong) || preOrder(a.item, b.item))
    .slice(0, MOST_NODES);
  const onTheWay = pairs.filter(
    (pair) => pair.item.pointer && !chosen.includes(pair) && chosen.some(({ item }) => isAbove(pair.item, item)),
  );
  const nodes = [...chosen, ...onTheWay]
    .sort((a, b) => preOrder(a.item, b.item))
    .map((pair) => nodeOf(pair, config, format));
  return { title: 'The tables on the way', topLevel: observed.topLevel, nodes, leftOut: looked.length - chosen.length };
}

const preOrder = (a: Item, b: Item): number => a.page - b.page || b.level - a.level;
const isAbove = (a: Item, b: Item): boolean => a.level > b.level && covers(a, { first: b.page, pages: 1 });

function nodeOf({ item, expected, observed, wrong }: Pair, config: PageTableConfig, format: PageFormat): TreeNode {
  const text = (of: Item | undefined): string | null => (of === undefined ? null : textOf(of, config, format));
  return {
    level: item.level,
    index: itemIndex(item.page, item.level),
    items: item.leaf?.items ?? 1,
    first: item.page,
    isTable: item.pointer,
    expected: text(expected),
    observed: text(observed),
    wrong,
  };
}

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
