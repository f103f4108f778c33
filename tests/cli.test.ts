import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, ensureBuilt } from './support/built';
import type { CliRun } from './support/cli';
import { cli, commandLine, expectOneLine } from './support/cli';

jest.setTimeout(120_000);

const BIN = join(ROOT, 'bin', 'iommu-conformance.js');
const out = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(out, { recursive: true }));

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

test('help shows the commands, examples and exit codes; version is the package’s', async () => {
  const help = cli(['--help']);
  expect(help).toMatchObject({ status: 0, stderr: '' });
  for (const word of ['check', 'replay', 'shrink', 'diff', 'museum', 'Examples:', '125 cannot build']) {
    expect(help.stdout).toContain(word);
  }
  expect((await commandLine(['check', '--help'])).stdout).toContain('--known <file>');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(cli(['--version']).stdout.trim()).toBe(version);
});

test('rules, one rule, questions and subjects', async () => {
  const rules = await commandLine(['rules']);
  expect(rules.status).toBe(0);
  expect(rules.stdout).toMatch(/^PT-032 /m);
  expect(rules.stdout).toMatch(/PT-173 is not tested: /);
  expect((await commandLine(['rules', 'pt-032'])).stdout).toBe((await commandLine(['explain', 'PT-032'])).stdout);
  expect((await commandLine(['explain', 'PT-032'])).stdout).toContain('c-bit-on-mmio');
  expect((await commandLine(['assumptions'])).stdout).toContain('AMB-CBIT-READBACK');
  expect((await commandLine(['subjects'])).stdout).toMatch(/^in-box /m);
});

test('check: in-box holds, and the same seed gives the same run, in any process', async () => {
  const check = async (run: typeof commandLine | typeof cli): Promise<string> => {
    const { status, stdout, stderr } = await run([
      'check',
      'in-box',
      '--cases',
      '20',
      '--seed',
      'again',
      '--theme',
      'core',
      '--out',
      out,
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('seed again');
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    return stdout.replace(/ in [\d.]+ s \([\d,]+ ops\/s\)|in\s+[\d.]+ s\s+\([\d,]+\s+ops\/s\)/, '');
  };
  expect(await check(cli)).toBe(await check(commandLine));
});

test('check --machine: in-box is a subject of every machine, of the host machine as its correct policy', async () => {
  const check = (name: string, machine: string) =>
    commandLine(['check', name, '--machine', machine, '--cases', '8', '--seed', 's', '--out', out]);
  const said: string[] = [];
  for (const machine of ['page-table', 'host', 'viommu', 'vfio-type1'])
    said.push((await check('in-box', machine)).stdout);
  const names = said.map((text) => /^(\S+) \S+, profile/m.exec(text)?.[1]);
  expect(names).toEqual(['in-box', 'policy:correct', 'in-box:viommu', 'in-box:vfio-type1']);
  expectOneLine(await check('in-box', 'gpu'), 64, /no machine is called gpu; there are page-table, rmp, /);
  expectOneLine(await check('policy:correct', 'rmp'), 64, /is a subject of the host machine, not of rmp/);
});

test('check without a seed prints the one it took', async () => {
  expect((await commandLine(['check', 'in-box', '--cases', '5', '--out', out])).stdout).toMatch(/seed\s+[0-9a-f]{8}/);
});

test('a wanted rule that is not reached: exit 2', async () => {
  const run = await commandLine(['check', 'in-box', '--cases', '2', '--rule', 'PT-092', '--seed', '1', '--out', out]);
  expect(run.stdout).toContain('not reached');
  expect(run.status).toBe(2);
});

describe('a broken rule', () => {
  const args = [
    'check',
    'exhibit:c-bit-on-mmio',
    '--cases',
    '8',
    '--seed',
    '1',
    '--rule',
    'PT-032',
    '--theme',
    'ram-mmio',
  ];
  let run: CliRun;
  let file: string;
  beforeAll(() => {
    run = cli([...args, '--out', out]);
    file = /replay (\S+)/.exec(run.stdout)?.[1] ?? '';
  });

  test('is shown with its smallest trace, bit by bit, and one line that replays it: exit 1', () => {
    expect(run).toMatchObject({ status: 1, stderr: '' });
    expect(run.stdout).toMatch(/PT-032 broken in \w+: entries\(C-bit\)/);
    expect(run.stdout).toMatch(/^ {2}> 0 {2}/m);
    expect(run.stdout).toMatch(/C-bit.*0 +1 +</);
    expect(file).toMatch(/exhibit-c-bit-on-mmio\/PT-032-\w+-1\.json$/);
    expect(widest(run.stdout.replace(/^.*\.json.*$/gm, ''))).toBeLessThanOrEqual(80);
  });

  test('its trace file replays: broken on the exhibit, with every table in words', async () => {
    const replay = await commandLine(['replay', file, '--step']);
    expect(replay.status).toBe(1);
    expect(replay.stdout).toContain('PT-032 broken');
    expect(replay.stdout).toMatch(/L\d\[\d+\] .*to 0x[0-9a-f]+ .*C-bit/);
  });

  test('on in-box it breaks no rule', async () => {
    const clean = await commandLine(['replay', file, '--subject', 'in-box']);
    expect(clean.stdout).toContain('breaks no rule');
    expect(clean.status).toBe(0);
  });

  test('shrink keeps the rule broken, and has nothing to do on in-box', async () => {
    const small = join(out, 'small.json');
    const shrunk = await commandLine(['shrink', file, '--out', small]);
    expect(shrunk.status).toBe(1);
    expect(shrunk.stdout).toContain('1 op shrunk to 1');
    expect(existsSync(small)).toBe(true);
    expect((await commandLine(['shrink', file, '--subject', 'in-box'])).status).toBe(0);
  });

  test('as JSON, on stdout alone, in the colours of a machine', () => {
    const { stdout } = cli([...args, '--out', out, '--json'], { env: { FORCE_COLOR: '1' } });
    const verdict = JSON.parse(stdout) as { rules: { id: string; status: string }[] };
    expect(verdict.rules.find(({ id }) => id === 'PT-032')).toMatchObject({ status: 'broken' });
  });
});

test('diff shows where an exhibit parts from in-box, and that in-box agrees with itself', async () => {
  const search = ['--cases', '64', '--seed', '1', '--theme', 'ram-mmio', '--out', out];
  const parted = await commandLine(['diff', 'in-box', 'exhibit:c-bit-on-mmio', ...search]);
  expect(parted.status).toBe(1);
  expect(parted.stdout).toMatch(/part in \w+: entries\(C-bit\)/);
  expect(await commandLine(['diff', 'in-box', 'in-box', ...search])).toMatchObject({ status: 0, stderr: '' });
});

test('colours only where they are wanted', () => {
  const args = ['explain', 'PT-032'];
  expect(cli(args).stdout).not.toContain('\x1b[');
  expect(cli(args, { env: { FORCE_COLOR: '1' } }).stdout).toContain('\x1b[');
  expect(cli(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toContain('\x1b[');
});

test('an interrupted check prints what it found so far: exit 130', async () => {
  ensureBuilt();
  const child = spawn(process.execPath, [BIN, 'check', 'in-box', '--time', '60s', '--theme', 'core', '--out', out]);
  let stdout = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  setTimeout(() => child.kill('SIGINT'), 2500);
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect(status).toBe(130);
  expect(stdout).toMatch(/^PT-001 /m);
});

test('a reader that leaves early is no fault', () => {
  ensureBuilt();
  const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${BIN}" rules | head -n 1`], { encoding: 'utf8' });
  expect(stderr).toBe('');
});

test('a clone that is not built says so in one line: exit 70', () => {
  const clone = join(out, 'clone', 'bin');
  mkdirSync(clone, { recursive: true });
  copyFileSync(BIN, join(clone, 'iommu-conformance.js'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'iommu-conformance.js'), 'rules'], {
    encoding: 'utf8',
  });
  expectOneLine({ status, stdout, stderr }, 70, /not built: .* run `npm ci`/);
});
