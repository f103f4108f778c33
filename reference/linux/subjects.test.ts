import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { updateManifest, type LinuxLibrary } from './manifest';
import { linuxSubjects, USUAL_LINUX_SUBJECTS } from './subjects';

const NAME = 'linux-7.2-amdv1';
const entry: LinuxLibrary = {
  name: NAME,
  kernel: '7.2.13',
  format: 'amdv1',
  contract: 'generic-pt',
  library: 'lib/one.so',
  sha256: { 'drivers/iommu/iommu.c': '00' },
  defines: ['CONFIG_X86=1'],
  fingerprint: '11',
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'linux-subjects-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const reasonOf = (name: string) => linuxSubjects(directory).missing.find((m) => m.name === name)?.reason;

test('before npm run linux, every usual subject is missing and says what to run', () => {
  const { built, missing } = linuxSubjects(directory);
  expect(built).toEqual([]);
  expect(missing.map((m) => m.name)).toEqual(USUAL_LINUX_SUBJECTS);
  for (const { reason } of missing) expect(reason).toContain('npm run linux');
});

test('a library that is there is listed with its kernel and sums; one that is gone says so', () => {
  updateManifest({ libraries: [entry] }, directory);
  expect(reasonOf(NAME)).toContain('is gone');
  mkdirSync(join(directory, 'lib'));
  writeFileSync(join(directory, 'lib/one.so'), '');
  expect(linuxSubjects(directory).built).toMatchObject([
    { name: NAME, kernel: '7.2.13', path: join(directory, 'lib/one.so'), sha256: entry.sha256 },
  ]);
  expect(reasonOf(NAME)).toBeUndefined();
});

test('what was skipped keeps its reason, and loses its old library', () => {
  updateManifest({ libraries: [entry] }, directory);
  updateManifest({ skipped: [{ name: NAME, reason: 'does not build' }] }, directory);
  expect(reasonOf(NAME)).toBe('does not build');
  expect(linuxSubjects(directory).built).toEqual([]);
});

test('a manifest that is none is one line with the remedy', () => {
  writeFileSync(join(directory, 'manifest.json'), '{"version": 2}');
  expect(reasonOf(NAME)).toMatch(/manifest\.json cannot be read \(.*\); remove it and run `npm run linux`$/s);
  expect(reasonOf(NAME)).not.toContain('\n');
});
