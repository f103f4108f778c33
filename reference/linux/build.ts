/**
 * `npm run linux`: released kernel code as subjects. Takes sources from Debian packages, or the tree `LINUX_SRC`; prints
 * what it compiles; leaves libraries, programs and a manifest in `.linux/`. docs/linux.md. Arguments name what to build
 * (`page-table`, `sev`); without any, all is built.
 *
 * Exit: 0 built (what is newer than we know and does not build is reported and skipped); 64 this machine lacks what it
 * takes; 70 harness fault; 125 a known kernel, or the tree LINUX_SRC, does not build.
 */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Format } from '../../model/vocabulary';
import { packageRoot } from '../c/build';
import { reasonOf, SubjectError, SubjectExit } from '../subject-error';
import { buildWholeFiles, PROGRAMS } from './build-programs';
import { CompileError, compileLibrary, definesOf, type Target } from './compile';
import { generationOf, kernelVersionOf } from './generation';
import { linuxDirectory, readManifest, updateManifest, type LinuxLibrary } from './manifest';
import { debianSources, type KernelSource } from './sources';
import { sha256Of, stageFiles, type Stage } from './stage';

/** Series that must build. A newer one may not. */
const SUPPORTED = ['6.12', '7.2'];
const FORMATS: readonly Format[] = ['amdv1', 'amdv2'];
const OWN_TREE = 'src';
const PAGE_TABLES = 'page-table';
/** Series without such programs: their trees hold only what the page tables need. */
const WITHOUT_PROGRAMS = ['6.12'];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Files of our half, wherever this runs from. */
const shimDirectory = (): string => join(packageRoot(), 'reference/linux/c');

/** One digest over our half, so that a change there rebuilds. */
function shimDigest(): string {
  const hash = createHash('sha256');
  for (const directory of [
    shimDirectory(),
    join(shimDirectory(), 'kernel'),
    join(packageRoot(), 'reference/c/include'),
  ])
    for (const file of readdirSync(directory).sort())
      if (/\.[ch]$/.test(file)) hash.update(file).update(readFileSync(join(directory, file)));
  return hash.digest('hex');
}

const fingerprintOf = (target: Target, stage: Stage): string => {
  const compiler = readFileSync(require.resolve('./compile'), 'utf8');
  return sha256Of(JSON.stringify([shimDigest(), stage.sha256, definesOf(target, stage), compiler]));
};

function describe(target: Target, stage: Stage, file: string, isFresh: boolean): void {
  say(`${target.name}: Linux ${target.version}, ${target.generation.contract}${isFresh ? ' (unchanged)' : ''}`);
  for (const [path, sha256] of Object.entries(stage.sha256)) say(`  ${sha256}  ${path}`);
  for (const define of definesOf(target, stage)) say(`  -D${define}`);
  say(`  → ${file}`);
}

/** Builds one library, unless the one that is there is made of the same. */
function buildLibrary(source: KernelSource, format: Format): LinuxLibrary {
  const directory = linuxDirectory();
  const generation = generationOf(source.tree);
  const name = `linux-${source.series}-${format}`;
  const target: Target = { name, version: kernelVersionOf(source.tree), format, generation };
  const work = join(directory, 'build', name);
  const stage = stageFiles(source.tree, generation, format, work);
  const library = join('lib', `${name}.so`);
  const fingerprint = fingerprintOf(target, stage);
  const old = readManifest(directory)?.libraries.find((entry) => entry.name === name);
  const isFresh = old?.fingerprint === fingerprint && existsSync(join(directory, library));
  if (!isFresh) compileLibrary(target, stage, shimDirectory(), work, join(directory, library));
  describe(target, stage, join(directory, library), isFresh);
  const { sha256 } = stage;
  const { contract } = generation;
  return {
    name,
    kernel: target.version,
    format,
    contract,
    library,
    sha256: { ...sha256 },
    defines: definesOf(target, stage),
    fingerprint,
  };
}

/** Builds both formats of a tree. What may fail is reported and skipped. */
function buildSource(source: KernelSource): void {
  for (const format of FORMATS) {
    try {
      updateManifest({ libraries: [buildLibrary(source, format)] });
    } catch (error) {
      const name = `linux-${source.series}-${format}`;
      // A library of an earlier build must not pass for this one's.
      updateManifest({ skipped: [{ name, reason: reasonOf(error) }] });
      if (source.series === OWN_TREE || SUPPORTED.includes(source.series)) throw error;
      say(`${name}: skipped: Linux ${source.series} is newer than this suite knows, and ${reasonOf(error)}`);
    }
  }
}

/** What to build of each tree: all, or what the command line names. */
function wantedOf(args: readonly string[]): (name: string) => boolean {
  const names = [PAGE_TABLES, ...PROGRAMS.map(({ name }) => name)];
  const unknown = args.find((arg) => !names.includes(arg));
  if (unknown !== undefined)
    throw new SubjectError(`there is nothing called ${unknown} to build; ${names.join(', ')} are`);
  return (name) => args.length === 0 || args.includes(name);
}

function main(args: readonly string[]): void {
  const own = process.env['LINUX_SRC'];
  const isWanted = wantedOf(args);
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new SubjectError('npm run linux compiles kernel code, but there is no gcc; install gcc');
  }
  if (own !== undefined && !existsSync(join(own, 'Makefile')))
    throw new SubjectError(`LINUX_SRC=${own}: no kernel tree`);
  const sources = own === undefined ? debianSources(linuxDirectory(), say) : [{ series: OWN_TREE, tree: resolve(own) }];
  for (const source of sources) {
    if (isWanted(PAGE_TABLES)) buildSource(source);
    if (WITHOUT_PROGRAMS.includes(source.series)) continue;
    for (const program of PROGRAMS)
      if (isWanted(program.name)) buildWholeFiles(source, program, args.includes(program.name), say);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof SubjectError) return error.exitCode;
  return error instanceof CompileError || process.env['LINUX_SRC'] !== undefined
    ? SubjectExit.cannotBuild
    : SubjectExit.harness;
}

if (require.main === module) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`npm run linux: ${reasonOf(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
