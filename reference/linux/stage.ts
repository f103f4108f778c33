import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { extractFunctions } from './extract';
import type { Generation } from './generation';
import type { Format } from '../../model/vocabulary';

/**
 * Headers of the tree that are taken as they are: they declare what is judged. Every other header that a taken file
 * names in angle brackets becomes an empty file; reference/linux/c/kernel supplies what is needed of it.
 */
const TAKEN_HEADERS = [
  'linux/iommu.h',
  'linux/io-pgtable.h',
  'linux/iommu-debug-pagealloc.h',
  'linux/generic_pt/common.h',
  'linux/generic_pt/iommu.h',
  'uapi/linux/iommufd.h',
];

/** A directory with the kernel files of one library, ready to be compiled. */
export interface Stage {
  /** Include directories, in order. */
  readonly includes: readonly string[];
  /** Macros that name the staged files. */
  readonly defines: readonly string[];
  /** sha256 of each kernel file that is compiled or extracted from, by path in the tree. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** Copies what `format` of `generation` needs from `tree` to `dir`, and makes the empty headers. */
export function stageFiles(tree: string, generation: Generation, format: Format, dir: string): Stage {
  rmSync(dir, { recursive: true, force: true });
  const files = new Map<string, string>();
  const empty = new Set<string>();
  const formatFile = generation.formatFiles[format];
  const queue = [formatFile];
  const want = (include: string, from: string): void => {
    const path = locate(tree, include, from);
    if (path === null) empty.add(include.slice(1, -1));
    else queue.push(path);
  };
  const extracted = generation.extracts.map((extract) => {
    const source = readFileSync(join(tree, extract.path), 'utf8');
    files.set(extract.path, source);
    extract.includes.forEach((include) => want(include, ''));
    const head = extract.includes.map((include) => `#include ${include}\n`).join('');
    return { ...extract, text: head + extractFunctions(source, extract.path, extract.functions, extract.ours) };
  });
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (files.has(path)) continue;
    const text = readFileSync(join(tree, path), 'utf8');
    files.set(path, text);
    cpFile(join(tree, path), join(dir, 'tree', path));
    for (const [, include] of text.matchAll(/^\s*#\s*include\s+([<"][^>"]+[>"])/gm)) want(include!, path);
    // The formats' template names its headers by macros.
    if (path.endsWith('iommu_template.h')) queue.push(...templateHeaders(formatFile));
  }
  for (const header of empty) writeFile(join(dir, 'empty', header), '');
  const defines = [`STAND_FORMAT_FILE="${formatFile}"`];
  for (const { macro, text } of extracted) {
    const name = `extracted/${macro}.c`;
    writeFile(join(dir, name), text);
    defines.push(`${macro}="${name}"`);
  }
  const sha256 = Object.fromEntries([...files].sort().map(([path, text]) => [path, sha256Of(text)]));
  return { includes: [join(dir, 'tree'), join(dir, 'tree/include'), join(dir, 'empty'), dir], defines, sha256 };
}

/** The path in the tree of an include, or null if it is to be an empty header. */
function locate(tree: string, include: string, from: string): string | null {
  const name = include.slice(1, -1);
  // Under GENERIC_PT_KUNIT only.
  if (name.includes('kunit')) return null;
  if (include.startsWith('<')) return TAKEN_HEADERS.includes(name) ? existing(tree, `include/${name}`) : null;
  return existing(tree, normalize(join(dirname(from), name)));
}

const existing = (tree: string, path: string): string | null => (existsSync(join(tree, path)) ? path : null);

const templateHeaders = (formatFile: string): string[] => {
  const name = /iommu_(\w+)\.c$/.exec(formatFile)![1]!;
  return [`${dirname(formatFile)}/defs_${name}.h`, `${dirname(formatFile)}/${name}.h`];
};

export const sha256Of = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

function cpFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
