import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../../cli/run';
import { ROOT, ensureBuilt } from './built';

export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a person would, without a terminal and without colours. */
export function cli(args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): CliRun {
  ensureBuilt();
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'iommu-conformance.js'), ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...env, ...options.env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** Runs the command in this process: for what needs no process of its own, which costs half a second each time. */
export async function commandLine(args: readonly string[]): Promise<CliRun> {
  const said = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (said[name] += text) });
  let status = 0;
  const surroundings = { stdout: stream('stdout'), stderr: stream('stderr'), env: {} };
  await run(['node', 'iommu-conformance', ...args], surroundings, (exitCode) => (status = exitCode));
  return { status, ...said };
}

/** Asserts that bad input gave one clear line on stderr, nothing on stdout, no stack, and the exit code. */
export function expectOneLine(run: CliRun, status: number, line: RegExp): void {
  expect(run.stderr).toMatch(line);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(run.stderr).not.toMatch(/\n\s+at /);
  expect(run.stdout).toBe('');
  expect(run.status).toBe(status);
}
