import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../subject-error';
import { linuxDirectory, readManifest, type LinuxLibrary } from './manifest';

/** A Linux subject that is ready: load `path` as a C subject. */
export interface LinuxSubject extends Omit<LinuxLibrary, 'library' | 'fingerprint'> {
  readonly path: string;
}

/** A Linux subject that one may ask for and that is not there. */
export interface MissingLinuxSubject {
  readonly name: string;
  /** One line with the remedy. */
  readonly reason: string;
}

export interface LinuxSubjects {
  readonly built: readonly LinuxSubject[];
  readonly missing: readonly MissingLinuxSubject[];
}

/** Names that `npm run linux` has today; a newer kernel found adds its own. */
export const USUAL_LINUX_SUBJECTS = ['linux-6.12-amdv1', 'linux-6.12-amdv2', 'linux-7.2-amdv1', 'linux-7.2-amdv2'];

/** Libraries of a tree of the user's own (LINUX_SRC). */
export const isOwnTree = (name: string): boolean => name.startsWith('linux-src-');

/** Programs of whole files bear other names (programs.ts). */
const isPageTable = (name: string): boolean => /-amdv[12]$/.test(name);

const NOT_BUILT = 'not built yet; run `npm run linux`';

/** What `npm run linux` has made, and why the usual rest is not there. Never throws. */
export function linuxSubjects(directory = linuxDirectory()): LinuxSubjects {
  let manifest;
  try {
    manifest = readManifest(directory);
  } catch (error) {
    const reason = `${join(directory, 'manifest.json')} cannot be read (${reasonOf(error)}); remove it and run \`npm run linux\``;
    return { built: [], missing: USUAL_LINUX_SUBJECTS.map((name) => ({ name, reason })) };
  }
  const built: LinuxSubject[] = [];
  const reasons = new Map(USUAL_LINUX_SUBJECTS.map((name) => [name, NOT_BUILT]));
  for (const { name, reason } of manifest?.skipped ?? []) if (isPageTable(name)) reasons.set(name, reason);
  for (const { library, fingerprint: _unused, ...entry } of manifest?.libraries ?? []) {
    const path = join(directory, library);
    if (existsSync(path)) built.push({ ...entry, path });
    else reasons.set(entry.name, `${path} is gone; run \`npm run linux\``);
  }
  for (const { name } of built) reasons.delete(name);
  return { built, missing: [...reasons].map(([name, reason]) => ({ name, reason })) };
}
