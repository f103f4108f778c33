import { findingKey, type Deviation, type DeviationsFile } from '../../properties/engine/deviations';
import { AFTER } from '../../properties/page-table/inspect';
import { sectionOf, type Section } from './sections';
import type { Found, VerdictFile } from './verdict-file';

export interface Merged {
  readonly file: DeviationsFile;
  /** Entries that the verdict adds. */
  readonly added: number;
  /** Findings that no section of docs/findings.md explains: they are left out, and so keep failing the check. */
  readonly unexplained: readonly Found[];
}

const byKey = (a: Deviation, b: Deviation): number => (findingKey(a) < findingKey(b) ? -1 : 1);

/**
 * The deviations of `before`, without those that no longer show, and what `verdict` found beside them. What came after
 * another difference is no entry of its own: it is covered as the consequence of that one.
 */
export function merge(before: DeviationsFile | null, verdict: VerdictFile, sections: readonly Section[]): Merged {
  const entries = new Map<string, Deviation>();
  for (const deviation of before?.deviations ?? []) {
    const key = findingKey(deviation);
    if (!verdict.stale.includes(key)) entries.set(key, deviation);
  }
  const unexplained: Found[] = [];
  let added = 0;
  for (const found of verdict.findings) {
    if (found.known || found.effect === AFTER || entries.has(findingKey(found))) continue;
    const section = sectionOf(verdict.subject, found, sections);
    if (section === undefined) {
      unexplained.push(found);
      continue;
    }
    const { rule, op, effect, trace } = found;
    entries.set(findingKey(found), { rule, op, effect, source: `docs/findings.md ${section.id}`, trace });
    added++;
  }
  const deviations = [...entries.values()].sort(byKey);
  return { file: { subject: verdict.subject, version: verdict.version, deviations }, added, unexplained };
}
