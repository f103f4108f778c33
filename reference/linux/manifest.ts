import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../c/build';

const LIBRARY = z.object({
  /** `linux-7.2-amdv1`. */
  name: z.string(),
  /** The kernel's own version: `7.2.13`. */
  kernel: z.string(),
  format: z.enum(['amdv1', 'amdv2']),
  contract: z.enum(['generic-pt', 'io-pgtable']),
  /** The shared library, relative to the directory of the manifest. */
  library: z.string(),
  /** sha256 of each kernel file that it is made of, by path in the kernel tree. */
  sha256: z.record(z.string(), z.string()),
  /** Every -D that it was compiled with. */
  defines: z.array(z.string()),
  /** sha256 over all that went into it; a library whose fingerprint is unchanged is not built again. */
  fingerprint: z.string(),
});

const PROGRAM = z.object({
  /** `linux-7.2-sev`. */
  name: z.string(),
  kernel: z.string(),
  /** The program, relative to the directory of the manifest. */
  program: z.string(),
  /** sha256 of each kernel file that is compiled whole, by path in the kernel tree. */
  sha256: z.record(z.string(), z.string()),
  /** How many kernel headers these include, generated ones among them, and one sha256 over all. */
  headers: z.object({ count: z.number(), sha256: z.string() }),
  /** Options on top of allnoconfig, and the sha256 of the configuration that came of it. */
  options: z.array(z.string()),
  config: z.string(),
  fingerprint: z.string(),
});

const MANIFEST = z.object({
  version: z.literal(1),
  libraries: z.array(LIBRARY),
  programs: z.array(PROGRAM).default([]),
  /** What was found but is not here, and why. */
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
});

export type LinuxLibrary = z.infer<typeof LIBRARY>;
export type LinuxProgram = z.infer<typeof PROGRAM>;
export type LinuxManifest = z.infer<typeof MANIFEST>;

/** Where `npm run linux` keeps packages, sources and libraries. */
export const linuxDirectory = (): string => join(packageRoot(), '.linux');

const EMPTY: LinuxManifest = { version: 1, libraries: [], programs: [], skipped: [] };

/** The manifest in `directory`; null if there is none. Throws if it is not one. */
export function readManifest(directory = linuxDirectory()): LinuxManifest | null {
  const path = join(directory, 'manifest.json');
  return existsSync(path) ? MANIFEST.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/** Replaces what the manifest says of the libraries, programs and reasons named in `update`, and keeps the rest. */
export function updateManifest(update: Partial<LinuxManifest>, directory = linuxDirectory()): void {
  const old = readManifest(directory) ?? EMPTY;
  const { libraries = [], programs = [], skipped = [] } = update;
  const named = new Set([...libraries, ...programs, ...skipped].map(({ name }) => name));
  const kept = <T extends { name: string }>(entries: readonly T[]): T[] =>
    entries.filter(({ name }) => !named.has(name));
  const manifest: LinuxManifest = {
    version: 1,
    libraries: [...kept(old.libraries), ...libraries],
    programs: [...kept(old.programs), ...programs],
    skipped: [...kept(old.skipped), ...skipped],
  };
  const path = join(directory, 'manifest.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
