import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SubjectError } from '../subject-error';

/** An apt source: where it is, and how it is signed. */
interface AptSource {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly signedBy: string | null;
}

const SOURCES = '/etc/apt';
const OS_RELEASE = '/etc/os-release';
const LISTS_FRESH_MS = 24 * 3600 * 1000;

/**
 * apt with lists and cache of its own: the machine's sources, lists and packages stay as they are. With `suite` it sees
 * that one suite of the machine's own Debian mirror; without, the machine's own sources.
 */
export class PrivateApt {
  private readonly options: readonly string[];
  private readonly lists: string;

  constructor(
    directory: string,
    private readonly suite: string | null,
  ) {
    const root = join(directory, suite ?? 'own');
    this.lists = join(root, 'lists');
    for (const part of [join(this.lists, 'partial'), join(root, 'cache/archives/partial')])
      mkdirSync(part, { recursive: true });
    const options = [`Dir::State::Lists=${this.lists}`, `Dir::Cache=${join(root, 'cache')}`, 'APT::Sandbox::User=root'];
    if (suite !== null) {
      const list = join(root, 'sources.list');
      writeFileSync(list, sourceLine(debianSource(), suite));
      options.push(`Dir::Etc::SourceList=${list}`, 'Dir::Etc::SourceParts=-');
    }
    this.options = options.flatMap((option) => ['-o', option]);
  }

  /** Brings the lists up to date, unless that was done within the last day. False if it could not. */
  update(): boolean {
    const stamp = join(this.lists, '.updated');
    if (existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < LISTS_FRESH_MS) return true;
    const { status } = spawnSync('apt-get', [...this.options, '-q', 'update'], { encoding: 'utf8' });
    if (status === 0) writeFileSync(stamp, '');
    return status === 0;
  }

  /** Names of the kernel source packages that the lists hold. */
  sourcePackages(): string[] {
    const { stdout } = spawnSync('apt-cache', [...this.options, 'pkgnames', 'linux-source-'], { encoding: 'utf8' });
    return (stdout ?? '').split('\n').filter((name) => /^linux-source-\d+\.\d+$/.test(name));
  }

  /** Version of a package; null if the lists do not have it. */
  candidate(name: string): string | null {
    const { stdout } = spawnSync('apt-cache', [...this.options, 'show', '--no-all-versions', name], {
      encoding: 'utf8',
    });
    return /^Version: (\S+)$/m.exec(stdout ?? '')?.[1] ?? null;
  }

  /** Downloads a package into `directory` and returns the file. */
  download(name: string, directory: string): string {
    mkdirSync(directory, { recursive: true });
    const { status, stderr } = spawnSync('apt-get', [...this.options, '-q', 'download', name], {
      cwd: directory,
      encoding: 'utf8',
    });
    const file = readdirSync(directory).find((entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'));
    if (status !== 0 || file === undefined) {
      const where = this.suite === null ? "the machine's own suite" : this.suite;
      throw new SubjectError(`apt-get download ${name} from ${where} failed: ${firstError(stderr)}`);
    }
    return join(directory, file);
  }
}

const firstError = (stderr: string): string =>
  stderr.split('\n').find((line) => line.startsWith('E:')) ?? stderr.split('\n')[0] ?? '';

const sourceLine = ({ uri, signedBy }: AptSource, suite: string): string =>
  `deb ${signedBy === null ? '' : `[signed-by=${signedBy}] `}${uri} ${suite} main\n`;

/** The machine's source of its own Debian release: its mirror also has the other suites. */
function debianSource(): AptSource {
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync(OS_RELEASE, 'utf8'))?.[1] ?? 'stable';
  const found = allSources().filter(
    ({ suites, components }) => components.includes('main') && (suites.includes(codename) || suites.includes('stable')),
  );
  // Others call a suite of theirs by Debian's name.
  const own = found.find(({ signedBy }) => signedBy?.includes('debian-archive')) ?? found[0];
  if (own === undefined)
    throw new SubjectError(`no apt source of ${codename} in ${SOURCES}, so no mirror to ask for sid`);
  return own;
}

function allSources(): AptSource[] {
  const parts = join(SOURCES, 'sources.list.d');
  const files = [
    join(SOURCES, 'sources.list'),
    ...(existsSync(parts) ? readdirSync(parts).map((f) => join(parts, f)) : []),
  ];
  return files.filter(existsSync).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return file.endsWith('.sources') ? deb822Sources(text) : file.endsWith('.list') ? lineSources(text) : [];
  });
}

/** Sources in paragraphs of `Field: value`. */
export function deb822Sources(text: string): AptSource[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const field = (name: string): string[] =>
      new RegExp(`^${name}:[ \t]*(.+)$`, 'mi').exec(paragraph)?.[1]?.trim().split(/\s+/) ?? [];
    if (!field('Types').includes('deb') || /^no$/i.test(field('Enabled')[0] ?? '')) return [];
    const [signedBy = null] = field('Signed-By');
    return field('URIs').map((uri) => ({ uri, suites: field('Suites'), components: field('Components'), signedBy }));
  });
}

/** Sources in lines of `deb [options] uri suite component…`. */
export function lineSources(text: string): AptSource[] {
  return [...text.matchAll(/^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)(.*)$/gm)].map(([, options, uri, suite, rest]) => ({
    uri: uri!,
    suites: [suite!],
    components: rest!.trim().split(/\s+/),
    signedBy: /signed-by=(\S+)/.exec(options ?? '')?.[1] ?? null,
  }));
}
