import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SubjectError, SubjectExit } from '../subject-error';

const PACKAGE = 'package.json';

/** The directory of this package: where `package.json` is, seen from the sources and from `dist` alike. */
export function packageRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, PACKAGE))) {
    const parent = dirname(directory);
    if (parent === directory) throw new SubjectError(`no ${PACKAGE} above ${__dirname}`, SubjectExit.harness);
    directory = parent;
  }
  return directory;
}

/** Where iommu_conformance.h and its companions are. */
export const includeDirectory = (): string => join(packageRoot(), 'reference', 'c', 'include');

/**
 * Compiles one C file against the headers of the ABI into the shared library `library`, unless that is newer than all of
 * its sources. The compiler is `$CC` or `cc`.
 * @throws SubjectError with exit code 64 where there is no compiler, 125 where it fails
 */
export function buildLibrary(source: string, library: string): string {
  if (isFresh(library, source)) return library;
  const compiler = process.env['CC'] ?? 'cc';
  mkdirSync(dirname(library), { recursive: true });
  // Built aside and moved into place, so that two processes that build at once never see half a library.
  const unfinished = join(dirname(library), `.${process.pid}-${basename(library)}`);
  const flags = ['-O2', '-shared', '-fPIC', '-I', includeDirectory(), '-o', unfinished, source];
  const { error, status, stderr } = spawnSync(compiler, flags, { encoding: 'utf8' });
  if (error !== undefined) {
    throw new SubjectError(`${source}: no C compiler (${compiler}: ${error.message}); install gcc or clang, or set CC`);
  }
  if (status !== 0) {
    const complaint = stderr.split('\n').find((line) => line.includes('error')) ?? stderr.split('\n')[0] ?? '';
    throw new SubjectError(`${source}: ${compiler} failed (${complaint.trim()})`, SubjectExit.cannotBuild);
  }
  renameSync(unfinished, library);
  return library;
}

function isFresh(library: string, source: string): boolean {
  if (!existsSync(library)) return false;
  const built = statSync(library).mtimeMs;
  const headers = [includeDirectory(), dirname(source)].flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => name.endsWith('.h'))
      .map((name) => join(directory, name)),
  );
  return [source, ...headers].every((file) => statSync(file).mtimeMs < built);
}
