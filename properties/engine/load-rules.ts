import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleId } from '../../model/vocabulary/rule';

/**
 * The rules of the machine whose folder is `machine`, by ID. Every rule is one exported object of a file in its
 * `rules/`: a new one needs no entry anywhere else. Files that begin with `_` hold what several rules share.
 */
export function loadRules<R extends { readonly id: RuleId }>(machine: string): readonly R[] {
  const folder = join(machine, 'rules');
  const rules = new Map<RuleId, R>();
  for (const file of readdirSync(folder).sort()) {
    if (!/^[a-z0-9-]+\.(ts|js)$/.test(file)) continue;
    for (const value of Object.values(require(join(folder, file)) as Record<string, unknown>)) {
      if (!isRule<R>(value)) continue;
      if (rules.has(value.id)) throw new Error(`rule ${value.id} is defined twice (second time in ${file})`);
      rules.set(value.id, value);
    }
  }
  return [...rules.values()].sort((a, b) => a.id.localeCompare(b.id));
}

const isRule = <R>(value: unknown): value is R =>
  typeof value === 'object' && value !== null && 'id' in value && 'statement' in value && 'scope' in value;
