import ts from 'typescript';

/** A general rule that says of what code a change cannot show, with the reason. */
interface Exclusion {
  readonly reason: string;
  readonly covers: (node: ts.Node) => boolean;
}

/** Never a list of places: whoever adds a rule here must be able to say why it holds of any code. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason: 'types are gone when the code runs',
    covers: (node) =>
      ts.isTypeNode(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isTypeParameterDeclaration(node),
  },
  {
    reason: 'imports and exports name things, they do nothing',
    covers: (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node),
  },
  {
    reason: 'texts are names and messages to people',
    covers: (node) => ts.isStringLiteral(node) || ts.isTemplateExpression(node),
  },
  {
    reason: 'the first value of a field that the class sets anew before each use is never read',
    covers: (node) => ts.isPropertyDeclaration(node) && isSetByReset(node),
  },
];

/** The methods that make an object as good as new. */
const RESETS: ReadonlySet<string> = new Set(['reset', 'clear', 'beginOp', 'setRange', 'setOutput']);

function isSetByReset({ name, parent }: ts.PropertyDeclaration): boolean {
  return parent.members.some(
    (member) =>
      ts.isMethodDeclaration(member) &&
      RESETS.has(member.name.getText()) &&
      member.getText().includes(`this.${name.getText()} = `),
  );
}

/** True if neither `node` nor anything in it is worth a mutant. */
export const isNoSite = (node: ts.Node): boolean => EXCLUSIONS.some(({ covers }) => covers(node));
