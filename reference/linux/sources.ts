import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SubjectError } from '../subject-error';
import { PrivateApt } from './apt';

/** A kernel tree to build from, and the name that its libraries bear. */
export interface KernelSource {
  /** `7.2`; `src` for a tree of the user's own. */
  readonly series: string;
  readonly tree: string;
}

/** The series whose old driver code is on the stand, from the machine's own suite. */
const OLD_SERIES = '6.12';
/** The first series of today's generic_pt code: what is newest in sid must not be older. */
const FIRST_NEW_SERIES: readonly [number, number] = [7, 2];

/** What is needed of a kernel tree for the page tables, by path. */
const PAGE_TABLES = ['Makefile', 'drivers/iommu', 'include/linux', 'include/uapi/linux/iommufd.h'];
/** What the kernel's own build needs for whole files: besides these, each `Kconfig*` of the tree. */
const WHOLE_FILES = [
  ...['Makefile', 'Kbuild', 'Kconfig', 'arch/x86', 'include', 'scripts', 'kernel', 'lib', 'mm', 'virt'],
  ...['Makefile', 'base', 'dma-buf', 'iommu', 'pci', 'vfio'].map((driver) => `drivers/${driver}`),
  ...['Makefile', 'arch', 'build', 'include', 'lib', 'objtool', 'scripts'].map((tool) => `tools/${tool}`),
];
const TOOLS = ['apt-get', 'apt-cache', 'dpkg-deb', 'tar', 'xz'];

/** The two trees from Debian: 6.12 and the newest. `say` hears of each slow step. */
export function debianSources(directory: string, say: (line: string) => void): KernelSource[] {
  const absent = TOOLS.find((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (!existsSync('/etc/debian_version') || absent !== undefined) {
    const what = absent === undefined ? 'this is no Debian' : `${absent} is missing`;
    throw new SubjectError(
      `npm run linux takes kernel sources from Debian packages, but ${what}; give it a tree: LINUX_SRC=<tree>`,
    );
  }
  return [oldSource(directory, say), newestSource(directory, say)];
}

function oldSource(directory: string, say: (line: string) => void): KernelSource {
  const apt = new PrivateApt(join(directory, 'apt'), null);
  say(`asking apt for linux-source-${OLD_SERIES} in the machine's own suite`);
  if (!apt.update()) say('apt-get update failed; going on with the lists there are');
  return fetchTree(apt, OLD_SERIES, PAGE_TABLES, directory, say);
}

function newestSource(directory: string, say: (line: string) => void): KernelSource {
  const apt = new PrivateApt(join(directory, 'apt'), 'sid');
  say('asking apt for the newest linux-source in sid');
  if (!apt.update()) say('apt-get update failed; going on with the lists there are');
  const series = newestSeries(apt.sourcePackages().map((name) => name.replace('linux-source-', '')));
  if (series === null) throw new SubjectError(`sid has no linux-source-${FIRST_NEW_SERIES.join('.')} or newer`);
  return fetchTree(apt, series, WHOLE_FILES, directory, say);
}

/** The highest `major.minor`, if it is not too old. */
export function newestSeries(all: readonly string[]): string | null {
  const parsed = all.map((series) => series.split('.').map(Number) as [number, number]);
  const [first] = parsed.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
  const [major, minor] = FIRST_NEW_SERIES;
  if (first === undefined || first[0] < major || (first[0] === major && first[1] < minor)) return null;
  return first.join('.');
}

/** Downloads and unpacks a series once per package version. */
function fetchTree(
  apt: PrivateApt,
  series: string,
  wanted: readonly string[],
  directory: string,
  say: (line: string) => void,
): KernelSource {
  const name = `linux-source-${series}`;
  const version = apt.candidate(name);
  const trees = join(directory, 'src');
  const cached = existsSync(trees) ? readdirSync(trees).find((entry) => entry.startsWith(`${name}_`)) : undefined;
  if (version === null && cached === undefined)
    throw new SubjectError(`apt does not know ${name}; is this machine offline?`);
  const tree = join(trees, version === null ? cached! : `${name}_${version.replace(/[:/]/g, '-')}`);
  // An earlier version of this suite may have wanted less.
  const isWhole = wanted.every((path) => existsSync(join(tree, path)));
  if (!isWhole && version !== null) {
    say(`downloading ${name} ${version}`);
    unpack(apt.download(name, join(directory, 'packages')), wanted, tree, say);
  }
  return { series, tree };
}

/** Unpacks what is wanted of the tree inside `deb` to `tree`, which appears only when whole; then drops the package. */
function unpack(deb: string, wanted: readonly string[], tree: string, say: (line: string) => void): void {
  say(`unpacking ${deb}`);
  const unfinished = `${tree}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const paths = wanted.map((path) => `'*/${path}'`).join(' ');
  const configurations = wanted.includes('Kconfig') ? `--wildcards-match-slash '*/Kconfig*'` : '';
  const script =
    `set -e; dpkg-deb --fsys-tarfile "$1" | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' | ` +
    `tar -xJ -C "$2" --strip-components=1 --wildcards --no-wildcards-match-slash ${paths} ${configurations}`;
  const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', script, 'unpack', deb, unfinished], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new SubjectError(`unpacking ${deb} failed: ${stderr}`);
  rmSync(tree, { recursive: true, force: true });
  renameSync(unfinished, tree);
  rmSync(deb);
}
