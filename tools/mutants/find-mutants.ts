import ts from 'typescript';
import { isNoSite } from './exclusions';
import type { Mutant } from './mutant';
import type { Mutator } from './mutators/mutator';
import { conditions } from './mutators/conditions';
import { constants } from './mutators/constants';
import { operators } from './mutators/operators';
import { statements } from './mutators/statements';
import { twins } from './mutators/twins';

const MUTATORS: readonly Mutator[] = [operators, conditions, constants, statements, twins];

/** Every mutant of one source file, in the order of the text. */
export function findMutants(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const seen = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isNoSite(node)) return;
    const start = node.getStart(source);
    const end = node.getEnd();
    for (const mutator of MUTATORS) {
      for (const mutated of mutator(node, source)) {
        const key = `${start} ${end} ${mutated}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const { line, character } = source.getLineAndCharacterOfPosition(start);
        const original = text.slice(start, end);
        mutants.push({ file, line: line + 1, column: character + 1, start, end, original, mutated });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}
