import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Subject } from '../../../model/vocabulary';
import { inBoxSubject } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

export type { Exhibit } from './exhibit';

const isExhibit = (value: unknown): value is Exhibit =>
  typeof value === 'object' && value !== null && 'parts' in value && 'rule' in value;

/** Every exported exhibit of the files beside this one: a new one needs no entry anywhere. */
function load(): readonly Exhibit[] {
  const found = new Map<string, Exhibit>();
  for (const file of readdirSync(__dirname).sort()) {
    if (!/^[a-z0-9-]+\.(ts|js)$/.test(file) || file.startsWith('index.')) continue;
    for (const value of Object.values(require(join(__dirname, file)) as Record<string, unknown>)) {
      if (!isExhibit(value)) continue;
      if (found.has(value.name)) throw new Error(`exhibit ${value.name} is there twice (second time in ${file})`);
      found.set(value.name, value);
    }
  }
  return [...found.values()].sort((a, b) => a.rule.localeCompare(b.rule) || a.name.localeCompare(b.name));
}

let all: readonly Exhibit[] | null = null;

/** All exhibits, by the rule that convicts them. */
export const exhibits = (): readonly Exhibit[] => (all ??= load());

/** The in-box implementation with the exhibit's bug. */
export const exhibitSubject = (exhibit: Exhibit): Subject => inBoxSubject(exhibit.parts, `exhibit:${exhibit.name}`);
