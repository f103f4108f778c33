import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { CompileError } from '../compile';
import { sha256Of } from '../stage';
import { BASE_OPTIONS, LIBRARY_OBJECTS, type KernelProgram } from './kernel-program';

/** What the kernel's own build made for a program. */
export interface KernelObjects {
  /** Where the build ran; objects lie below it as they do in the tree. */
  readonly directory: string;
  readonly objects: readonly string[];
  /** The compiler and its flags for the program's first object, as shell words; to be run in `directory`. */
  readonly compile: string;
  /** sha256 of each kernel file that was compiled, by path in the tree. */
  readonly sha256: Readonly<Record<string, string>>;
  /** How many headers they include, and one sha256 over all of these. */
  readonly headers: { readonly count: number; readonly sha256: string };
  /** Options as asked for, and the sha256 of the whole `.config`. */
  readonly options: readonly string[];
  readonly config: string;
}

/** Variables of the caller's that would change what the kernel's build does. */
const FOREIGN = /^(MAKEFLAGS|MAKELEVEL|MFLAGS|ARCH|SUBARCH|CROSS_COMPILE|LLVM|CC|LD|W|V|C|M|O|KCFLAGS|KBUILD_.*)$/;

/** Configures `tree` in `directory` and builds the program's objects, unmodified. @throws CompileError */
export function buildKernelObjects(
  program: KernelProgram,
  name: string,
  tree: string,
  directory: string,
): KernelObjects {
  mkdirSync(directory, { recursive: true });
  const options = [...BASE_OPTIONS, ...program.options];
  const fragment = join(directory, 'options');
  writeFileSync(fragment, options.map((option) => `CONFIG_${option}=y\n`).join(''));
  const make = (targets: readonly string[], jobs = availableParallelism()): void =>
    runMake(name, tree, directory, fragment, targets, jobs);
  make(['allnoconfig']);
  const config = readFileSync(join(directory, '.config'), 'utf8');
  const untaken = options.filter((option) => !config.includes(`\nCONFIG_${option}=y\n`));
  if (untaken.length > 0) throw new CompileError(name, `error: the configuration does not take ${untaken.join(', ')}`);
  make(['prepare']);
  const objects = [...program.objects, ...LIBRARY_OBJECTS];
  make(objects.filter((object) => !isVisitedTwice(object)));
  make(objects.filter(isVisitedTwice), 1);
  const commands = objects.map((object) => readCommand(directory, object));
  return {
    directory,
    objects,
    compile: compilerOf(commands[0]!.command),
    ...sumsOf(commands, tree, directory),
    options,
    config: sha256Of(config),
  };
}

/** The build enters this directory from two sides: two jobs at once write the same files. */
const isVisitedTwice = (object: string): boolean => object.startsWith('arch/x86/lib/');

function runMake(
  name: string,
  tree: string,
  directory: string,
  fragment: string,
  targets: readonly string[],
  jobs: number,
): void {
  const inherited = Object.entries(process.env).filter(([variable]) => !FOREIGN.test(variable));
  const env = { ...Object.fromEntries(inherited), KCONFIG_ALLCONFIG: fragment };
  const args = ['-s', `-j${jobs}`, '-C', tree, `O=${directory}`, ...targets];
  const { status, stdout, stderr, error } = spawnSync('make', args, { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new CompileError(name, firstComplaint(stderr || stdout));
}

/** A kernel build says first what is wrong; the rest is make unwinding. Its own complaints stand in a box of asterisks. */
const firstComplaint = (log: string): string => {
  const lines = log.split('\n').map((line) => line.replace(/^\*+\s*/, '').trim());
  return lines.find((line) => /error|not clean|No such|No rule/i.test(line)) ?? lines.find((line) => line !== '') ?? '';
};

interface Command {
  readonly command: string;
  readonly source: string;
  readonly headers: readonly string[];
}

/** What the kernel's build noted of an object: the command, the source, the headers (`.<object>.cmd`). */
function readCommand(directory: string, object: string): Command {
  const path = join(directory, object.replace(/([^/]+)$/, '.$1.cmd'));
  const text = readFileSync(path, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}_\\S+ := (.*)$`, 'm').exec(text)?.[1] ?? '';
  const dependencies = /^deps_\S+ := \\\n((?:.*\\\n)*.*\n)/m.exec(text)?.[1] ?? '';
  return {
    command: field('savedcmd'),
    source: field('source'),
    headers: [...dependencies.matchAll(/^ {2}(\/?[^\s$]+)/gm)].map(([, header]) => header!),
  };
}

/** Everything before `-c -o …`, without the note of dependencies. */
const compilerOf = (command: string): string => command.replace(/ -c -o .*$/, '').replace(/-Wp,-MMD,\S+/, '');

function sumsOf(
  commands: readonly Command[],
  tree: string,
  directory: string,
): Pick<KernelObjects, 'sha256' | 'headers'> {
  const read = (path: string): Buffer => readFileSync(isAbsolute(path) ? path : join(directory, path));
  // make knows the tree by the path that no link leads to.
  const root = realpathSync(tree);
  const sources = commands.map(({ source }) => source).sort();
  const headers = [...new Set(commands.flatMap((command) => command.headers))]
    .filter((path) => existsSync(isAbsolute(path) ? path : join(directory, path)))
    .sort();
  return {
    sha256: Object.fromEntries(sources.map((source) => [relative(root, source), sha256Of(read(source))])),
    headers: { count: headers.length, sha256: sha256Of(headers.map((path) => sha256Of(read(path))).join('')) },
  };
}
