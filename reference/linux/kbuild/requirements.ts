import { spawnSync } from 'node:child_process';
import { SubjectError } from '../../subject-error';

/** What the kernel's own build needs of a machine: tools, and what Debian calls their packages. */
const TOOLS: readonly (readonly [tool: string, debianPackage: string])[] = [
  ['gcc', 'gcc'],
  ['make', 'make'],
  ['ld', 'binutils'],
  ['flex', 'flex'],
  ['bison', 'bison'],
  ['bc', 'bc'],
];
const LIBELF_PACKAGE = 'libelf-dev';

/** Debian packages of what this machine lacks; empty where the kernel's build can run. */
export function missingPackages(env = process.env): string[] {
  const packages = TOOLS.filter(([tool]) => spawnSync('sh', ['-c', `command -v ${tool}`], { env }).status !== 0).map(
    ([, name]) => name,
  );
  // objtool, which the kernel's build makes and runs.
  if (!packages.includes('gcc') && !hasHeader('gelf.h', env)) packages.push(LIBELF_PACKAGE);
  return packages;
}

const hasHeader = (header: string, env: NodeJS.ProcessEnv): boolean =>
  spawnSync('gcc', ['-E', '-o', '/dev/null', '-x', 'c', '-'], { env, input: `#include <${header}>\n` }).status === 0;

/** @throws SubjectError, one line with the remedy, where the kernel's build cannot run on this machine. */
export function requireKernelBuild(what: string, env = process.env): void {
  if (process.arch !== 'x64')
    throw new SubjectError(`${what} runs x86-64 kernel code, but this machine is ${process.arch}`);
  const packages = missingPackages(env);
  if (packages.length > 0)
    throw new SubjectError(
      `${what} needs the kernel's own build, which lacks ${packages.join(', ')} here; apt-get install ${packages.join(' ')}`,
    );
}
