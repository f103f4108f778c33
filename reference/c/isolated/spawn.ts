import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
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

/** The compiled child beside this file, or in a source tree the TypeScript one through ts-node. */
function childEntry(): { entry: string; nodeOptions: string[]; env: NodeJS.ProcessEnv } {
  const compiled = join(__dirname, 'child.js');
  if (existsSync(compiled)) return { entry: compiled, nodeOptions: [], env: {} };
  const root = packageRoot();
  return {
    entry: join(__dirname, 'child.ts'),
    nodeOptions: ['-r', require.resolve('ts-node/register/transpile-only')],
    env: {
      TS_NODE_PROJECT: join(root, 'tsconfig.json'),
      TS_NODE_COMPILER_OPTIONS: JSON.stringify({ rootDir: root }),
    },
  };
}
