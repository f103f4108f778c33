import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { packageRoot } from '../build';

/** A child with its two protocol pipes and its stderr. */
export interface Spawned {
  readonly process: ChildProcess;
  readonly requests: Writable;
  readonly replies: Readable;
  readonly stderr: Readable;
}

/** Starts the child process for the library at `path`; `growth` is the hard cap of its address space, in bytes. */
export function spawnChild(path: string, growth: number): Spawned {
  const { entry, nodeOptions, env } = childEntry();
  const child = spawn(process.execPath, [...nodeOptions, entry, resolve(path), String(growth), String(process.pid)], {
    // The library owns stdin, stdout and stderr; the protocol has pipes 3 and 4.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    // A process group of its own: an interrupt from the keyboard is for the suite, not a crash of the subject.
    detached: true,
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  const [, , stderr, requests, replies] = child.stdio;
  // An idle child must not keep the suite alive. Work in flight is held by the watch's timer.
  for (const handle of [child, stderr, requests, replies]) (handle as unknown as { unref(): void }).unref();
  return {
    process: child,
    requests: requests as Writable,
    replies: replies as Readable,
    stderr: stderr as Readable,
  };
}

/** What the child is made of, relative to reference/c/isolated. */
const CHILD_SOURCES = ['child', 'confine', 'frames', 'request-reader', '../library', '../../subject-error'];

/**
 * The compiled child: beside this file in an installed package, in `dist` for a source tree whose build is up to date.
 * Else the TypeScript one through ts-node, which takes a few hundred milliseconds more for each child.
 */
function childEntry(): { entry: string; nodeOptions: string[]; env: NodeJS.ProcessEnv } {
  const root = packageRoot();
  const built = join(root, 'dist', 'reference', 'c', 'isolated');
  for (const directory of [__dirname, built]) {
    if (CHILD_SOURCES.every((source) => isBuilt(join(directory, `${source}.js`), join(__dirname, `${source}.ts`)))) {
      return { entry: join(directory, 'child.js'), nodeOptions: [], env: {} };
    }
  }
  return {
    entry: join(__dirname, 'child.ts'),
    nodeOptions: ['-r', require.resolve('ts-node/register/transpile-only')],
    env: {
      TS_NODE_PROJECT: join(root, 'tsconfig.json'),
      TS_NODE_COMPILER_OPTIONS: JSON.stringify({ rootDir: root }),
    },
  };
}

function isBuilt(compiled: string, source: string): boolean {
  if (!existsSync(compiled)) return false;
  return !existsSync(source) || statSync(source).mtimeMs <= statSync(compiled).mtimeMs;
}
