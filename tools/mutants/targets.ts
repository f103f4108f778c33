import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findMutants } from './find-mutants';
import type { Mutant } from './mutant';

/** What is mutated: the in-box implementation of the page table. */
export const TARGET = 'reference/in-box/page-table';

/** Every mutant of the target below `root`, file by file in alphabetical order. */
export function allMutants(root: string): Mutant[] {
  return readdirSync(join(root, TARGET), { recursive: true, encoding: 'utf8' })
    .map((path) => `${TARGET}/${path.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/testing/'))
    .sort()
    .flatMap((file) => findMutants(file, readFileSync(join(root, file), 'utf8')));
}
