import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SubjectError } from '../../subject-error';
import { missingPackages, requireKernelBuild } from './requirements';

let directory: string;
let env: { PATH: string };
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'requirements-'));
  symlinkSync('/bin/sh', join(directory, 'sh'));
  env = { PATH: directory };
});
afterEach(() => rmSync(directory, { recursive: true }));

const tool = (name: string, exit: number): void => {
  writeFileSync(join(directory, name), `#!/bin/sh\nexit ${exit}\n`);
  chmodSync(join(directory, name), 0o755);
};

test('what is missing is one line, with the packages to install, and exit 64', () => {
  for (const name of ['gcc', 'make', 'ld']) tool(name, 0);
  expect(missingPackages(env)).toEqual(['flex', 'bison', 'bc']);
  const attempt = () => requireKernelBuild('linux-7.2-sev', env);
  expect(attempt).toThrow(/^linux-7\.2-sev needs .* apt-get install flex bison bc$/);
  expect(attempt).toThrow(expect.objectContaining({ exitCode: 64 }) as SubjectError);
});

test('a compiler that does not find gelf.h', () => {
  for (const name of ['make', 'ld', 'flex', 'bison', 'bc']) tool(name, 0);
  tool('gcc', 1);
  expect(missingPackages(env)).toEqual(['libelf-dev']);
});

test('a machine that has everything', () => {
  for (const name of ['gcc', 'make', 'ld', 'flex', 'bison', 'bc']) tool(name, 0);
  expect(missingPackages(env)).toEqual([]);
  expect(() => requireKernelBuild('linux-7.2-sev', env)).not.toThrow();
});
