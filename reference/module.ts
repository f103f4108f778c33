import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Capabilities, Observation, PageTableConfig, Subject, Trace } from '../model/vocabulary';
import { checkCapabilities } from './capabilities';
import { validateRecords } from './observed';
import type { SubjectProvider } from './provider';
import { reasonOf, SubjectError } from './subject-error';

const PREFIX = 'module:';
const NOTHING = new Uint32Array(0);

/** `module:<path>`: a JavaScript or TypeScript module that exports `createSubject()` or `subject`. */
export const moduleProvider: SubjectProvider = {
  list: () => [
    { name: `${PREFIX}<file.js>`, what: 'your module, in this process (docs/subjects.md)', available: true },
  ],
  open(name) {
    if (!name.startsWith(PREFIX)) return null;
    const path = name.slice(PREFIX.length);
    if (path === '') return Promise.reject(new SubjectError('module: needs a path, as in module:./my-subject.js'));
    return moduleSubject(path);
  },
};

/**
 * Loads the module at `path` and puts the subject that it exports on the stand, in this process.
 * @throws SubjectError (as a rejection) if the module does not load or exports no subject
 */
export async function moduleSubject(path: string): Promise<Subject> {
  if (!existsSync(path)) throw new SubjectError(`${path}: no such file`);
  const exported = await load(resolve(path), path);
  const create = exported['createSubject'];
  let subject: unknown;
  try {
    subject = typeof create === 'function' ? await (create as () => unknown)() : exported['subject'];
  } catch (error) {
    throw new SubjectError(`${path}: createSubject() threw: ${reasonOf(error)}`);
  }
  if (!isSubject(subject)) {
    throw new SubjectError(`${path}: it must export createSubject() or subject, with capabilities and run()`);
  }
  return new ModuleSubject(subject, checkCapabilities(subject.capabilities, `${path}: capabilities`));
}

/** A module that throws or writes nonsense costs one trace, too. */
class ModuleSubject implements Subject {
  constructor(
    private readonly inner: Subject,
    readonly capabilities: Capabilities,
  ) {}

  async run(trace: Trace, flags: number): Promise<Observation> {
    let observation: Observation;
    try {
      observation = await this.inner.run(trace, flags);
    } catch (error) {
      return { words: NOTHING, casualty: { kind: 'crashed', op: -1, message: `run() threw: ${reasonOf(error)}` } };
    }
    if (observation.casualty !== null) return observation;
    const fault = validateRecords(observation.words, trace.ops.length);
    if (fault === null) return observation;
    const op = fault.record < trace.ops.length ? fault.record : -1;
    return { words: NOTHING, casualty: { kind: 'protocol', op, message: `wrote nonsense (${fault.detail})` } };
  }

  getInfo(config: PageTableConfig): { readonly bitmap: bigint; readonly apertureEnd: bigint } | null {
    return this.inner.getInfo?.(config) ?? null;
  }

  async close(): Promise<void> {
    await this.inner.close?.();
  }
}

const isSubject = (value: unknown): value is Subject =>
  typeof value === 'object' &&
  value !== null &&
  'capabilities' in value &&
  'run' in value &&
  typeof value.run === 'function';

async function load(file: string, path: string): Promise<Record<string, unknown>> {
  try {
    if (extname(file) === '.mjs') return await importModule(file);
    if (/\.[cm]?ts$/.test(file)) allowTypeScript(path);
    return require(file) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SubjectError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ESM') return importModule(file);
    throw new SubjectError(`${path}: it does not load: ${reasonOf(error)}`);
  }
}

/** A real `import()`, which the compiler would turn into `require`. */
const importModule = (file: string): Promise<Record<string, unknown>> =>
  (new Function('url', 'return import(url)') as (url: string) => Promise<Record<string, unknown>>)(
    pathToFileURL(file).href,
  );

function allowTypeScript(path: string): void {
  if (require.extensions['.ts'] !== undefined || process.env['JEST_WORKER_ID'] !== undefined) return;
  try {
    // By its name at run time: a development tool, which need not be installed beside the package.
    const register = 'ts-node/register/transpile-only';
    require(require.resolve(register, { paths: [process.cwd(), __dirname] }));
  } catch {
    throw new SubjectError(`${path}: TypeScript needs ts-node beside it; install it, or compile the module first`);
  }
}
