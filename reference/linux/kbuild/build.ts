import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { LinuxProgram } from '../manifest';
import type { KernelSource } from '../sources';
import { CompileError } from '../compile';
import { buildKernelObjects } from './kbuild';
import type { KernelProgram } from './kernel-program';
import { linkProgram } from './link';
import { requireKernelBuild } from './requirements';

export const programName = (program: KernelProgram, series: string): string => `linux-${series}-${program.name}`;

/** Where to build, and with what. */
export interface ProgramBuild {
  readonly program: KernelProgram;
  readonly source: KernelSource;
  /** The kernel's own version: `7.2.13`. */
  readonly version: string;
  /** `.linux`. */
  readonly directory: string;
  /** `reference/linux`, where our C is. */
  readonly sources: string;
  /** What the manifest says of an earlier build, if there was one. */
  readonly old: LinuxProgram | undefined;
}

/**
 * Builds a program in `.linux/lib`, unless the one that is there is made of the same. A tree of the user's own is always
 * given to make, which knows what has changed.
 * @throws SubjectError (64) where the machine lacks a tool; CompileError where the tree lacks a file or does not build
 */
export function buildProgram(build: ProgramBuild): LinuxProgram {
  const { program, source, version, directory, sources, old } = build;
  const name = programName(program, source.series);
  const absent = program.objects
    .map((object) => object.replace(/o$/, 'c'))
    .find((path) => !existsSync(join(source.tree, path)));
  if (absent !== undefined) throw new CompileError(name, `error: this tree has no ${absent}`);
  requireKernelBuild(name);
  const fingerprint = fingerprintOf(build);
  const path = join('lib', name);
  const out = join(directory, path);
  if (source.series !== 'src' && old?.fingerprint === fingerprint && existsSync(out)) return old;
  const work = join(directory, 'build', name);
  const kernel = buildKernelObjects(program, name, source.tree, join(work, 'kernel'));
  mkdirSync(dirname(out), { recursive: true });
  linkProgram(program, name, kernel, sources, join(work, 'link'), out);
  const { sha256, headers, options, config } = kernel;
  return {
    name,
    kernel: version,
    program: path,
    sha256: { ...sha256 },
    headers,
    options: [...options],
    config,
    fingerprint,
  };
}

/** What a program is made of: the tree, the description, our C, what builds it, the compiler. */
function fingerprintOf({ program, source, version, sources }: ProgramBuild): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([program, basename(source.tree), version]));
  hash.update(spawnSync('gcc', ['--version']).stdout);
  for (const module of ['./kbuild', './kernel-program', './link', './symbols'])
    hash.update(readFileSync(require.resolve(module)));
  for (const directory of ['kbuild/c', 'kbuild/c/kernel', 'kbuild/c/user', join(program.name, 'c')])
    for (const file of readdirSync(join(sources, directory)).sort())
      if (/\.[ch]$/.test(file)) hash.update(file).update(readFileSync(join(sources, directory, file)));
  return hash.digest('hex');
}
