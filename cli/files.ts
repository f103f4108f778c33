import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { checkConfig } from '../model/page-table/config';
import type { DeviationsFile } from '../properties/engine/deviations';
import { parseDeviations } from '../properties/engine/deviations';
import type { TraceFile } from '../properties/engine/trace-file';
import { parseTraceFile } from '../properties/engine/trace-file';
import { UsageError } from './failure';

/** The text of a file that the command line names. `what` is what it should hold, for the error. */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'that is a folder' : message;
    throw new UsageError(`cannot read ${what} ${path}: ${why}`);
  }
}

/**
 * Writes `text` to `path`, whose folder is made if need be. Returns the path as a person would type it. `remedy` ends
 * the one line that says that it cannot be written.
 */
export function writeText(path: string, text: string, remedy: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${(error as Error).message}; ${remedy}`);
  }
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/** The deviations file at `path`. */
export const readKnown = (path: string): DeviationsFile => parseDeviations(readText(path, 'deviations file'), path);

/** The trace file at `path`, with a configuration that the model has. */
export const readTrace = (path: string): TraceFile => traceIn(readText(path, 'trace file'), path);

/** The trace file whose text is `text`; `path` names it in errors. */
export function traceIn(text: string, path: string): TraceFile {
  const file = parseTraceFile(text, path);
  try {
    checkConfig(file.trace.config);
  } catch (error) {
    throw new UsageError(`${path}: config: ${(error as Error).message}`);
  }
  return file;
}

/** The subject that a trace is to run on: the one asked for, else the one that its file names. */
export function subjectFor(file: TraceFile, path: string, asked: string | undefined): string {
  const name = asked ?? file.subject;
  if (name === undefined) throw new UsageError(`${path} names no subject; say which with --subject <name>`);
  return name;
}
