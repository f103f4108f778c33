import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleId } from '../../model/vocabulary/rule';

/** What every exhibit says of itself, whatever machine it is of. */
export interface ExhibitInfo {
  /** In kebab-case; the subject is called `exhibit:<name>`. */
  readonly name: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** Where the bug is known from: a commit, a CVE, a mail, or the typical bug of an invariant. */
  readonly source: string;
  /** The rule that must convict it by its own predicate. */
  readonly rule: RuleId;
  /**
   * Set where the bug is hard on purpose: it needs a rare state of three steps or more, for which random cases may have
   * to be drawn by the ten thousand. The document of a trace file with the smallest trace that a search found: whoever
   * convicts the museum replays it and does not search.
   */
  readonly hard?: object;
}

/** Every exported exhibit of the files in `folder`, by the rule that convicts it: a new one needs no entry anywhere. */
export function loadExhibits<E extends ExhibitInfo>(folder: string): readonly E[] {
  const found = new Map<string, E>();
  for (const file of readdirSync(folder).sort()) {
    if (!/^[a-z0-9-]+\.(ts|js)$/.test(file) || file.startsWith('index.')) continue;
    for (const value of Object.values(require(join(folder, file)) as Record<string, unknown>)) {
      if (!isExhibit<E>(value)) continue;
      if (found.has(value.name)) throw new Error(`exhibit ${value.name} is there twice (second time in ${file})`);
      found.set(value.name, value);
    }
  }
  return [...found.values()].sort((a, b) => a.rule.localeCompare(b.rule) || a.name.localeCompare(b.name));
}

const isExhibit = <E>(value: unknown): value is E =>
  typeof value === 'object' && value !== null && 'rule' in value && 'title' in value && 'source' in value;
