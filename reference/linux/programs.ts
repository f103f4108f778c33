import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../subject-error';
import { PROGRAMS } from './build-programs';
import { linuxDirectory, readManifest, type LinuxProgram } from './manifest';
import type { MissingLinuxSubject } from './subjects';

/** A program of whole kernel files that is ready: run `path`. */
export interface BuiltProgram extends Omit<LinuxProgram, 'program' | 'fingerprint'> {
  /** `sev` */
  readonly kind: string;
  readonly path: string;
}

export interface LinuxPrograms {
  readonly built: readonly BuiltProgram[];
  readonly missing: readonly MissingLinuxSubject[];
}

/** The series that `npm run linux` has today. */
const USUAL_SERIES = '7.2';
const NOT_BUILT = 'not built yet; run `npm run linux`';

/** Which program a subject is of: `linux-7.2-vfio-dmabuf` is no dmabuf. */
const kindOf = (name: string): string | undefined =>
  PROGRAMS.find((program) => name.replace(/^linux-[^-]+-/, '') === program.name)?.name;

/** What `npm run linux` has made of whole kernel files, and why the usual rest is not there. Never throws. */
export function linuxPrograms(directory = linuxDirectory()): LinuxPrograms {
  const reasons = new Map(PROGRAMS.map(({ name }) => [`linux-${USUAL_SERIES}-${name}`, NOT_BUILT]));
  let manifest;
  try {
    manifest = readManifest(directory);
  } catch (error) {
    const reason = `${join(directory, 'manifest.json')} cannot be read (${reasonOf(error)}); remove it and run \`npm run linux\``;
    return { built: [], missing: [...reasons.keys()].map((name) => ({ name, reason })) };
  }
  for (const { name, reason } of manifest?.skipped ?? []) if (kindOf(name) !== undefined) reasons.set(name, reason);
  const built: BuiltProgram[] = [];
  for (const { program, fingerprint: _unused, ...entry } of manifest?.programs ?? []) {
    const path = join(directory, program);
    const kind = kindOf(entry.name);
    if (kind !== undefined && existsSync(path)) built.push({ ...entry, kind, path });
    else reasons.set(entry.name, `${path} is gone; run \`npm run linux\``);
  }
  for (const { name } of built) reasons.delete(name);
  return { built, missing: [...reasons].map(([name, reason]) => ({ name, reason })) };
}

/** Programs of one kind that are not there, and why. Never throws. */
export const missingPrograms = (kind: string): readonly MissingLinuxSubject[] =>
  linuxPrograms().missing.filter(({ name }) => kindOf(name) === kind);
