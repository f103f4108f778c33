import ts from 'typescript';

/** The texts by which `node` as a whole may be replaced; none where the mutator has nothing to say of it. */
export type Mutator = (node: ts.Node, source: ts.SourceFile) => readonly string[];

/** Says nothing. */
export const NONE: readonly string[] = [];

/** The text of `node`, in parentheses where another operator beside it could tear it apart. */
export function operand(node: ts.Node, source: ts.SourceFile): string {
  const text = node.getText(source);
  const isLoose = ts.isBinaryExpression(node) || ts.isConditionalExpression(node) || ts.isArrowFunction(node);
  return isLoose ? `(${text})` : text;
}
