import { join } from 'node:path';
import type { Finding, Trace, Verdict } from '../model/vocabulary';
import type { TraceOrigin } from '../properties/engine/trace-file';
import type { AnyTrace } from '../reports/finding';
import type { WrittenTrace } from '../reports/run';
import { writeText } from './files';
import { PAGE_TABLE_TELLING, type Telling } from './telling';

/** Where traces go unless --out says otherwise. */
export const DEFAULT_OUT = 'out';

const safeName = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '');

/** Writes `trace` as a self-contained file `<folder>/<name>.json`. Returns its path as a person would type it. */
export const writeTrace = (trace: Trace, folder: string, name: string, origin: TraceOrigin): string =>
  writeTraceOf(PAGE_TABLE_TELLING, trace, folder, name, origin).path;

function writeTraceOf<T extends AnyTrace>(
  telling: Telling<T>,
  trace: T,
  folder: string,
  name: string,
  origin: TraceOrigin,
): WrittenTrace {
  const text = telling.fileText(trace, origin);
  const path = writeText(join(folder, `${safeName(name)}.json`), text, 'choose another folder with --out');
  return { path, firstOpLine: firstOpLineOf(text) };
}

/** The line of a trace file above that of its first op. */
const OPS_BEGIN = '  "ops": [';

/** The line of the first op in the text of a trace file, counted from 1. */
export const firstOpLineOf = (text: string): number => text.split('\n').indexOf(OPS_BEGIN) + 2;

/**
 * Writes the smallest trace of every finding to `<out>/<subject>/<rule>-<op>-<n>.json`, each self-contained.
 * Returns each finding's file.
 */
export function writeTraces<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  out: string,
): ReadonlyMap<Finding<T>, WrittenTrace> {
  const folder = join(out, safeName(verdict.subject));
  const files = new Map<Finding<T>, WrittenTrace>();
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
