import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { updateManifest, type LinuxProgram } from './manifest';
import { linuxPrograms } from './programs';
import { linuxSubjects } from './subjects';

const NAME = 'linux-7.2-sev';
const NOT_BUILT = ['dmabuf', 'dma-iommu', 'type1', 'vfio-dmabuf'].map((kind) => ({
  name: `linux-7.2-${kind}`,
  reason: expect.stringContaining('npm run linux') as string,
}));
const entry: LinuxProgram = {
  name: NAME,
  kernel: '7.2.13',
  program: 'lib/one',
  sha256: { 'arch/x86/virt/svm/sev.c': '00' },
  headers: { count: 1, sha256: '11' },
  options: ['KVM_AMD_SEV'],
  config: '22',
  fingerprint: '33',
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'linux-programs-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('before npm run linux each is missing and says what to run', () => {
  const { built, missing } = linuxPrograms(directory);
  expect(built).toEqual([]);
  expect(missing).toEqual([{ ...NOT_BUILT[0], name: NAME }, ...NOT_BUILT]);
});

test('one that is there is listed with its kind; one that is gone says so', () => {
  updateManifest({ programs: [entry] }, directory);
  expect(linuxPrograms(directory).missing[0]?.reason).toContain('is gone');
  mkdirSync(join(directory, 'lib'));
  writeFileSync(join(directory, 'lib/one'), '');
  const { built, missing } = linuxPrograms(directory);
  expect(built).toMatchObject([{ name: NAME, kind: 'sev', kernel: '7.2.13', path: join(directory, 'lib/one') }]);
  expect(missing).toEqual(NOT_BUILT);
});

test('what was skipped keeps its reason, and is no page-table subject', () => {
  updateManifest({ programs: [entry] }, directory);
  updateManifest({ skipped: [{ name: NAME, reason: 'flex is missing' }] }, directory);
  expect(linuxPrograms(directory)).toEqual({
    built: [],
    missing: [{ name: NAME, reason: 'flex is missing' }, ...NOT_BUILT],
  });
  expect(linuxSubjects(directory).missing.map(({ name }) => name)).not.toContain(NAME);
});

test('a manifest that is none is one line with the remedy', () => {
  writeFileSync(join(directory, 'manifest.json'), '{"version": 2}');
  expect(linuxPrograms(directory).missing[0]?.reason).toMatch(/cannot be read .*; remove it and run `npm run linux`$/s);
});
