import ts from 'typescript';
import { NONE, operand, type Mutator } from './mutator';

/** What stands where another operator stood. */
const OTHER_OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<<': ['>>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  // Off by one, and turned round.
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '|=': ['&='],
  '&=': ['|='],
  '<<=': ['>>>='],
  '>>>=': ['<<='],
};

/** Operators of which one side may be left out: a dropped condition, a dropped bit. */
const HALVABLE: ReadonlySet<string> = new Set(['&&', '||', '??', '&', '|']);

/** Another operator, or none. */
export const operators: Mutator = (node, source) => {
  if (ts.isBinaryExpression(node)) return ofBinary(node, source);
  if (ts.isPrefixUnaryExpression(node)) return ofPrefix(node, source);
  if (ts.isPostfixUnaryExpression(node)) return [`${operand(node.operand, source)}${turned(node.operator)}`];
  return NONE;
};

function ofBinary(node: ts.BinaryExpression, source: ts.SourceFile): readonly string[] {
  const symbol = node.operatorToken.getText(source);
  const left = operand(node.left, source);
  const right = operand(node.right, source);
  const others = (OTHER_OPERATORS[symbol] ?? NONE).map((other) => asExpression(node, `${left} ${other} ${right}`));
  return HALVABLE.has(symbol) ? [...others, left, right] : others;
}

/** In parentheses where an expression around it could tear it apart. */
const asExpression = (node: ts.BinaryExpression, text: string): string =>
  ts.isBinaryExpression(node.parent) || ts.isAsExpression(node.parent) ? `(${text})` : text;

function ofPrefix(node: ts.PrefixUnaryExpression, source: ts.SourceFile): readonly string[] {
  const inner = operand(node.operand, source);
  const isStep = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  return [isStep ? `${turned(node.operator)}${inner}` : inner];
}

const turned = (operator: ts.PrefixUnaryOperator): string => (operator === ts.SyntaxKind.PlusPlusToken ? '--' : '++');
