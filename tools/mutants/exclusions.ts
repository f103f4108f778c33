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
];

/** True if neither `node` nor anything in it is worth a mutant. */
export const isNoSite = (node: ts.Node): boolean => EXCLUSIONS.some(({ covers }) => covers(node));
