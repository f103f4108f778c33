import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
const ROOMS = ['model', 'properties', 'reference', 'reports', 'campaign', 'cli', 'tools', 'bench'];
const MAIN = join(ROOT, 'dist', 'cli', 'main.js');
/** Beside dist/, which is packed. */
const STAMP = join(ROOT, 'build', 'dist-is-built');
const LOCK = join(ROOT, 'build', 'dist-is-being-built');
const WAIT_MS = 200;

const time = (path: string): number => (existsSync(path) ? statSync(path).mtimeMs : 0);

const newestSource = (): number =>
  Math.max(
    ...ROOMS.flatMap((room) =>
      readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
        .map((path) => time(join(ROOT, room, path))),
    ),
  );

const isFresh = (): boolean => existsSync(MAIN) && Math.max(time(MAIN), time(STAMP)) > newestSource();

const sleep = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Makes sure that dist/ is what the sources say; test files that run side by side build once. */
export function ensureBuilt(): void {
  if (isFresh()) return;
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  const deadline = Date.now() + 60_000;
  while (!lock()) {
    if (Date.now() > deadline) throw new Error(`another build does not end; remove ${LOCK} if there is none`);
    sleep(WAIT_MS);
  }
  try {
    if (isFresh()) return;
    const { stdout } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, encoding: 'utf8' });
    if (!existsSync(MAIN)) throw new Error(`the build gave no ${MAIN}: ${stdout}`);
    writeFileSync(STAMP, '');
  } finally {
    rmdirSync(LOCK);
  }
}

function lock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    return false;
  }
}
