import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROOT, ensureBuilt } from './support/built';
import { cli, commandLine, expectOneLine } from './support/cli';

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'campaign-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A small machine with a bug: epochs of 64 cases take a fraction of a second. */
const SUBJECT = 'exhibit:wrapper-level-from-own-entry';
const CASES = 320;

const out = (name: string): string => join(folder, name);
const line = (name: string, args: readonly string[]) => ['campaign', SUBJECT, '--out', out(name), ...args];
const campaign = (name: string, ...args: readonly string[]) => cli(line(name, args));
/** For a campaign that is refused before its workers begin. */
const refused = (name: string, ...args: readonly string[]) => commandLine(line(name, args));

interface StateFile {
  readonly epoch: number;
  readonly totals: { readonly cases: number };
  readonly ways: readonly object[];
}
const stateOf = (name: string): StateFile =>
  JSON.parse(readFileSync(join(out(name), 'state.json'), 'utf8')) as StateFile;

/** All that a campaign came to, without the times that it took. */
async function resultOf(name: string): Promise<object> {
  const state = { ...stateOf(name), seconds: 0, newestSeconds: 0 };
  const ways = state.ways.map((way) => ({ ...way, firstSeconds: 0 }));
  const findings = readdirSync(join(out(name), 'findings')).map((key) => {
    const path = join(out(name), 'findings', key);
    const finding: object = JSON.parse(readFileSync(join(path, 'finding.json'), 'utf8'));
    const trace = readFileSync(join(path, 'trace.json'), 'utf8');
    return { ...finding, firstSeconds: 0, folder: '', replay: '', trace };
  });
  return { state: { ...state, ways }, findings, corpus: await corpusOf(name) };
}

/** The corpus as trace files: name and text of each. */
async function corpusOf(name: string, ...args: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const to = join(mkdtempSync(join(folder, 'corpus-')), 'traces');
  const { status, stdout } = await commandLine(['campaign', 'corpus', out(name), '--to', to, ...args]);
  const names = readdirSync(to).sort();
  expect([status, stdout]).toEqual([
    0,
    `${names.length} trace${names.length === 1 ? '' : 's'} of ${SUBJECT} written to ${to}\n`,
  ]);
  return Object.fromEntries(names.map((file) => [file, readFileSync(join(to, file), 'utf8')]));
}

/** Starts a campaign and kills it when the state of its first epochs is on disk. */
async function killed(name: string): Promise<void> {
  ensureBuilt();
  const args = ['campaign', SUBJECT, '--out', out(name), '--cases', '100000', '--seed', 's', '--workers', '2'];
  const running = spawn(process.execPath, [join(ROOT, 'bin', 'iommu-conformance.js'), ...args], { stdio: 'ignore' });
  const over = new Promise((resolve) => running.once('exit', resolve));
  while (!existsSync(join(out(name), 'state.json')) || stateOf(name).epoch === 0) await setTimeout(20);
  running.kill('SIGKILL');
  await over;
}

test('after kill -9 a campaign goes on, and comes to what one on one worker comes to', async () => {
  const whole = campaign('whole', '--cases', String(CASES), '--seed', 's', '--workers', '1', '--json');
  expect(whole.status).toBe(1);
  expect(JSON.parse(whole.stdout)).toMatchObject({ cases: CASES });
  await killed('killed');
  const before = stateOf('killed').totals.cases;
  expect(before).toBeGreaterThan(0);
  const resumed = campaign('killed', '--resume', '--cases', String(Math.max(CASES, before)), '--workers', '3');
  expect(resumed.status).toBe(1);
  // A machine that is fast enough may have been killed behind the end of the other one.
  if (before <= CASES) expect(await resultOf('killed')).toEqual(await resultOf('whole'));
  expect(stateOf('killed').totals.cases).toBeGreaterThanOrEqual(CASES);

  const [first] = Object.entries(await corpusOf('whole'));
  const number = String(Number(first![0].slice('case-'.length, -'.json'.length)));
  expect(await corpusOf('whole', '--case', number)).toEqual(Object.fromEntries([first!]));
  const absent = ['campaign', 'corpus', out('whole'), '--to', folder, '--case', '99999'];
  expectOneLine(await commandLine(absent), 64, /case 99999 is not in the corpus/);

  const [key] = readdirSync(join(out('whole'), 'findings'));
  const replay = await commandLine(['replay', join(out('whole'), 'findings', key!, 'trace.json')]);
  expect([replay.status, replay.stderr]).toEqual([1, '']);
  expect(readFileSync(join(out('whole'), 'report.html'), 'utf8')).toContain(key!);

  expectOneLine(await refused('whole', '--cases', '1'), 64, /holds a campaign already: go on with it by --resume/);
  expectOneLine(campaign('whole', '--resume', '--seed', 't'), 64, /was begun with another --seed \("s", now "t"\)/);
});

test('folders that cannot be used are refused in one line', async () => {
  writeFileSync(join(folder, 'diary'), '');
  expectOneLine(await commandLine(['campaign', SUBJECT, '--out', folder]), 64, /is not empty and no campaign's folder/);
  expectOneLine(await refused('nothing', '--resume'), 64, /is no campaign's folder: there is nothing to resume/);
  expectOneLine(
    await commandLine(['campaign', SUBJECT, '--out', join(folder, 'diary', 'x')]),
    64,
    /choose another one with --out/,
  );
  expectOneLine(campaign('new', '--corpus', '/nowhere', '--cases', '1'), 64, /\/nowhere: there is no such folder/);
});
