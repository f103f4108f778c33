import ts from 'typescript';
import { NONE, type Mutator } from './mutator';

/** Conditions that are always or never true, loops that do not run, branches that change places. */
export const conditions: Mutator = (node, source) => {
  if (isConditionOf(node, ts.isIfStatement)) return ['true', 'false'];
  // A loop that never ends says nothing that a loop without its step would not say.
  if (isConditionOf(node, ts.isWhileStatement) || isConditionOf(node, ts.isForStatement)) return ['false'];
  if (ts.isConditionalExpression(node)) {
    const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((part) => part.getText(source));
    return [`${test} ? ${no} : ${yes}`, yes!, no!].map((text) => `(${text})`);
  }
  return NONE;
};

type Conditional = ts.IfStatement | ts.WhileStatement | ts.ForStatement;

function isConditionOf(node: ts.Node, isKind: (parent: ts.Node) => parent is Conditional): boolean {
  const { parent } = node;
  if (parent === undefined || !isKind(parent)) return false;
  return node === (ts.isForStatement(parent) ? parent.condition : parent.expression);
}
