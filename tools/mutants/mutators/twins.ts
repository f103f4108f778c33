import ts from 'typescript';
import { NONE, type Mutator } from './mutator';

const PAIRS: readonly (readonly [string, string])[] = [
  ['lo', 'hi'],
  ['rawLo', 'rawHi'],
  ['first', 'last'],
  ['firstOffset', 'lastOffset'],
  ['iova', 'oa'],
  ['iovaOffset', 'oaOffset'],
  ['min', 'max'],
  ['floor', 'ceil'],
];
const TWINS: ReadonlyMap<string, string> = new Map(PAIRS.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));

/** One name taken for its twin: the low half for the high one, the first page for the last, floor for ceil. */
export const twins: Mutator = (node, source) => {
  if (!ts.isPropertyAccessExpression(node)) return NONE;
  const twin = TWINS.get(node.name.text);
  return twin === undefined ? NONE : [`${node.expression.getText(source)}.${twin}`];
};
