import ts from 'typescript';
import { NONE, type Mutator } from './mutator';

/** Statements left out, and functions that do nothing but say something else. */
export const statements: Mutator = (node) => {
  if (ts.isExpressionStatement(node) || ts.isThrowStatement(node)) return [';'];
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return [';'];
  if (ts.isReturnStatement(node) && (node.expression === undefined || ts.isCallExpression(node.expression))) {
    return [';'];
  }
  if (ts.isCallExpression(node) && ts.isArrowFunction(node.parent) && node.parent.body === node) return ['undefined'];
  return NONE;
};
