import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CampaignError } from '../campaign-error';

/** Writes a file whole or not at all: whoever reads it sees what was there before, or all of it. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = `${path}.part`;
  trying(path, () => {
    writeInFolder(beside, content);
    renameSync(beside, path);
  });
}

/** Makes the folder only where it is missing: mostly it is there. */
function writeInFolder(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** Appends a line; what was appended before stays whole whatever happens. */
export const appendLine = (path: string, line: string): void => trying(path, () => appendFileSync(path, `${line}\n`));

/** Removes a file or a folder; nothing happens where there is none. */
export const remove = (path: string): void => trying(path, () => rmSync(path, { recursive: true, force: true }));

/** What is in a folder, by name; nothing where there is none. */
export const existingNames = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** The text of a file; null where there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new CampaignError(`cannot read ${path}: ${REMEDIES[code] ?? message}`, 64);
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room, then go on with --resume',
  EDQUOT: 'the quota is used up: make room, then go on with --resume',
  EACCES: 'it may not be written: choose another folder with --out',
  EPERM: 'it may not be written: choose another folder with --out',
  EROFS: 'the file system is read-only: choose another folder with --out',
  ENOTDIR: 'a part of that path is no folder: choose another one with --out',
  EEXIST: 'a part of that path is no folder: choose another one with --out',
};
/** The command line is not at fault: what was written so far is whole. */
const RAN_OUT: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

function trying(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CampaignError(`cannot write ${path}: ${REMEDIES[code] ?? message}`, RAN_OUT.has(code) ? 70 : 64);
  }
}
