import ts from 'typescript';
import { NONE, type Mutator } from './mutator';

/** Constants one higher and one lower, flags turned round, the next member of a vocabulary's list. */
export const constants: Mutator = (node, source) => {
  if (ts.isNumericLiteral(node)) return neighbours(BigInt(node.text), node.getText(source), '');
  if (ts.isBigIntLiteral(node)) return neighbours(BigInt(node.text.slice(0, -1)), node.getText(source), 'n');
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isIdentifier(node) && node.text === 'Infinity') return ['0'];
  if (ts.isPropertyAccessExpression(node) && isMember(node)) return [`(${node.getText(source)} + 1)`];
  return NONE;
};

function neighbours(value: bigint, text: string, suffix: string): readonly string[] {
  const radix = /^0x/i.test(text) ? 16 : 10;
  const write = (n: bigint): string =>
    n < 0n ? `(${n}${suffix})` : `${radix === 16 ? '0x' : ''}${n.toString(radix)}${suffix}`;
  return [write(value + 1n), write(value - 1n)];
}

/** `Errno.EINVAL`, `Status.bug`: a capital, and not one of the language's own. */
const isMember = ({ expression }: ts.PropertyAccessExpression): boolean =>
  ts.isIdentifier(expression) && /^[A-Z][a-z]/.test(expression.text) && !(expression.text in globalThis);
