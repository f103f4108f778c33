import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Finding, Trace, Verdict } from '../model/vocabulary';
import type { TraceOrigin } from '../properties/engine/trace-file';
import type { AnyTrace } from '../reports/finding';
import { UsageError } from './failure';
import { PAGE_TABLE_TELLING, type Telling } from './telling';

/** Where traces go unless --out says otherwise. */
export const DEFAULT_OUT = 'out';

const safeName = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '');

/** Writes `text` to a file of `folder`, which is made if need be. Returns the path as a person would type it. */
export function writeIn(folder: string, file: string, text: string): string {
  const path = join(folder, file);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${(error as Error).message}; choose another folder with --out`);
  }
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/** Writes `trace` as a self-contained file `<folder>/<name>.json`. Returns its path as a person would type it. */
export const writeTrace = (trace: Trace, folder: string, name: string, origin: TraceOrigin): string =>
  writeTraceOf(PAGE_TABLE_TELLING, trace, folder, name, origin);

const writeTraceOf = <T extends AnyTrace>(
  telling: Telling<T>,
  trace: T,
  folder: string,
  name: string,
  origin: TraceOrigin,
): string => writeIn(folder, `${safeName(name)}.json`, telling.fileText(trace, origin));

/**
 * Writes the smallest trace of every finding to `<out>/<subject>/<rule>-<op>-<n>.json`, each self-contained.
 * Returns the path of each finding's file.
 */
export function writeTraces<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  out: string,
): ReadonlyMap<Finding<T>, string> {
  const folder = join(out, safeName(verdict.subject));
  const files = new Map<Finding<T>, string>();
  const taken = new Map<string, number>();
  for (const finding of [...verdict.rules.flatMap(({ findings }) => findings), ...verdict.divergences]) {
    const name = `${finding.rule ?? 'conformance'}-${finding.op}`;
    const n = (taken.get(name) ?? 0) + 1;
    taken.set(name, n);
    const origin = {
      subject: verdict.subject,
      profile: verdict.profile,
      ...(finding.rule === null ? {} : { rule: finding.rule }),
    };
    files.set(finding, writeTraceOf(telling, finding.counterexample.trace, folder, `${name}-${n}`, origin));
  }
  return files;
}
