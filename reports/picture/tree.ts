import type { PictureTree, TreeNode } from '../../model/vocabulary/picture';
import { hexAddress } from '../../model/vocabulary/units';
import { plural } from '../text';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, line, monoWidth, words, type Svg } from './svg';
import { linesOf } from './wrap';

const ROW = 22;
const LINE = 15;
const INDENT = 18;
/** Room for the glyph in front of an item's name. */
const TEXT_AT = 20;
/** Width of a character of the notes, on the safe side: those that are wrong are bold. */
const CHARACTER = 6.6;

const itemText = ({ level, index, items }: TreeNode): string =>
  items === 1 ? `L${level}[${index}]` : `L${level}[${index}..${index + items - 1}]`;

const nodeWords = (node: TreeNode): string => {
  const what = node.wrong
    ? `expected ${node.expected ?? 'nothing'}, observed ${node.observed ?? 'nothing'}`
    : (node.observed ?? node.expected ?? 'nothing');
  return `${itemText(node)} at ${hexAddress(node.first)}: ${what}`;
};

/** The tables on the way to what was touched: each item below the pointer that leads to it, what is wrong twice. */
export function treePanel(tree: PictureTree): Panel {
  const { nodes, topLevel, leftOut } = tree;
  const body: Svg[] = [];
  // Where the pointer of each level stands, so that children hang below it.
  const pointerY: number[] = [];
  const nameWidth = Math.max(0, ...nodes.map((node) => monoWidth(itemText(node), 11))) + 12;
  let y = PANEL_TOP;
  for (const node of nodes) {
    const x = (topLevel - node.level) * INDENT;
    const notes = notesOf(node, x + TEXT_AT + nameWidth);
    const height = Math.max(ROW, notes.length * LINE + 8);
    const parentY = pointerY[node.level + 1];
    if (parentY !== undefined)
      body.push(line(x - 10, parentY, x - 10, y + 10, 'branch'), line(x - 10, y + 10, x, y + 10, 'branch'));
    if (node.isTable) pointerY[node.level] = y + 15;
    body.push(nodeSvg(node, x, y, height, nameWidth, notes));
    y += height;
  }
  if (nodes.length === 0) {
    body.push(words(0, y + 12, 'no tables below the top', 'small dim'));
    y += ROW;
  }
  if (leftOut > 0) {
    body.push(words(0, y + 14, `… ${plural(leftOut, 'more item')}`, 'small dim'));
    y += ROW;
  }
  return panel(tree.title, nodes.map(nodeWords).join('; ') || 'empty', y + 6, body);
}

interface Note {
  readonly text: string;
  readonly look: string;
}

/** What an item is, in lines that fit to the right of `x`: what is wrong twice, as expected and as observed. */
function notesOf({ expected, observed, wrong }: TreeNode, x: number): Note[] {
  const columns = Math.floor((PANEL_WIDTH - x) / CHARACTER);
  const lines = (text: string, look: string): Note[] => linesOf(text, columns).map((line) => ({ text: line, look }));
  if (!wrong) return lines(observed ?? expected ?? '', 'small');
  return [
    ...lines(`expected ${expected ?? 'nothing'}`, 'small'),
    ...lines(`observed ${observed ?? 'nothing'}`, 'small bad'),
  ];
}

function nodeSvg(node: TreeNode, x: number, y: number, height: number, nameWidth: number, notes: readonly Note[]): Svg {
  const textAt = x + TEXT_AT;
  return (
    (node.wrong ? box(x - 2, y + 1, PANEL_WIDTH + 2 - x, height - 2, 'badtint') : '') +
    glyph(node, x, y) +
    words(textAt, y + 14, itemText(node), node.wrong ? 'mono bold' : 'mono') +
    notes.map(({ text, look }, row) => words(textAt + nameWidth, y + 14 + row * LINE, text, look)).join('')
  );
}

/** A table is a box with lines, a leaf a full one, nothing an empty one. */
function glyph(node: TreeNode, x: number, y: number): Svg {
  const isThere = node.observed !== null;
  if (!isThere) return box(x, y + 4, 14, 12, node.wrong ? 'lacking' : 'ghost');
  const frame =
    box(x, y + 4, 14, 12, node.isTable ? 'paperbox' : 'bit1') + (node.wrong ? box(x, y + 4, 14, 12, 'wrongedge') : '');
  if (!node.isTable) return frame;
  return frame + [8, 12].map((dy) => line(x, y + dy, x + 14, y + dy, 'branch')).join('');
}
