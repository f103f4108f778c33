import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findMutants } from './find-mutants';
import type { Mutant } from './mutant';

/** What is mutated: the in-box implementation of the page table. */
export const TARGET = 'reference/in-box/page-table';

/** Texts of the source files by path: read once, since a mutant's place is a place in one state of its file. */
export type Sources = Readonly<Record<string, string>>;

/** The sources of the target below `root`, in alphabetical order. */
export function readSources(root: string): Sources {
  const files = readdirSync(join(root, TARGET), { recursive: true, encoding: 'utf8' })
    .map((path) => `${TARGET}/${path.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/testing/'))
    .sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** Every mutant of the sources, file by file. */
export const allMutants = (sources: Sources): Mutant[] =>
  Object.entries(sources).flatMap(([file, text]) => findMutants(file, text));
