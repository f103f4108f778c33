import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, ensureBuilt } from './support/built';

jest.setTimeout(120_000);

let elsewhere: string;
let tarball: string;

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  ensureBuilt();
  elsewhere = mkdtempSync(join(tmpdir(), 'installed-'));
  // `prepare` would build again: what is tested here is what the package holds.
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', elsewhere], ROOT);
  tarball = join(
    elsewhere,
    readdirSync(elsewhere).find((file) => file.endsWith('.tgz'))!,
  );
  writeFileSync(join(elsewhere, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], elsewhere);
});

afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

test('the packed package works outside of the clone', () => {
  const rules = run('npx', ['--no-install', 'iommu-conformance', 'rules'], elsewhere);
  expect(rules).toContain('PT-032');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(run('npx', ['--no-install', 'iommu-conformance', '--version'], elsewhere).trim()).toBe(version);
});

test('it judges there too, with nothing but its own dependencies', () => {
  const args = [
    '--no-install',
    'iommu-conformance',
    'check',
    'in-box',
    '--cases',
    '20',
    '--seed',
    'package',
    '--theme',
    'core',
  ];
  expect(run('npx', args, elsewhere)).toContain('in-box');
});

test('it holds what its users need and none of the tests', () => {
  const installed = join(elsewhere, 'node_modules', 'iommu-conformance');
  for (const path of ['README.md', 'LICENSE', 'reference/c/include/iommu_conformance.h', 'docs/protocol.md']) {
    expect({ path, there: existsSync(join(installed, path)) }).toEqual({ path, there: true });
  }
  expect(statSync(join(installed, 'bin', 'iommu-conformance.js')).mode & 0o111).not.toBe(0);
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => file.includes('.test.') && !file.startsWith('node_modules'))).toEqual([]);
});
