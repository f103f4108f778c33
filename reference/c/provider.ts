import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { SubjectError } from '../subject-error';
import type { SubjectProvider } from '../provider';
import { buildLibrary, packageRoot } from './build';
import { cSubject } from './subject';

const EXAMPLE = 'c-example';
const PREFIX = 'c:';

/** `c-example`, compiled when it is first asked for, and `c:<path>`. */
export const cProvider: SubjectProvider = {
  list: () => [
    {
      name: EXAMPLE,
      what: 'AMD v1 in C, the worked example of docs/subjects.md (compiled on demand)',
      available: true,
    },
    {
      name: `${PREFIX}<library.so>`,
      what: 'your shared library, in a child process (docs/subjects.md)',
      available: true,
    },
  ],
  open(name, options) {
    if (name === EXAMPLE) return openExample().then((path) => cSubject(path, options));
    if (!name.startsWith(PREFIX)) return null;
    const path = name.slice(PREFIX.length);
    if (path === '') return Promise.reject(new SubjectError('c: needs a path, as in c:build/my-subject.so'));
    return cSubject(path, options);
  },
};

const openExample = async (): Promise<string> =>
  buildLibrary(join(packageRoot(), 'reference', 'c', 'example', 'amdv1.c'), join(buildDirectory(), `${EXAMPLE}.so`));

/** `build` in this package; a directory of the user's own where the package belongs to somebody else. */
function buildDirectory(): string {
  const own = join(packageRoot(), 'build');
  try {
    accessSync(existsSync(own) ? own : packageRoot(), constants.W_OK);
    return own;
  } catch {
    return join(tmpdir(), `iommu-conformance-${userInfo().username}`);
  }
}
