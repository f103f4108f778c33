import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleId } from '../../model/vocabulary/rule';
import type { HostRule } from './rule';

const isRule = (value: unknown): value is HostRule =>
  typeof value === 'object' && value !== null && 'id' in value && 'statement' in value && 'scope' in value;

/** Every rule is one exported object of a file in `rules/`: a new one needs no entry anywhere else. */
function load(): readonly HostRule[] {
  const folder = join(__dirname, 'rules');
  const rules = new Map<RuleId, HostRule>();
  for (const file of readdirSync(folder).sort()) {
    if (!/^[a-z0-9-]+\.(ts|js)$/.test(file)) continue;
    for (const value of Object.values(require(join(folder, file)) as Record<string, unknown>)) {
      if (!isRule(value)) continue;
      if (rules.has(value.id)) throw new Error(`rule ${value.id} is defined twice (second time in ${file})`);
      rules.set(value.id, value);
    }
  }
  return [...rules.values()].sort((a, b) => a.id.localeCompare(b.id));
}

let rules: readonly HostRule[] | null = null;

/** All rules of the host machine, by ID. */
export const hostRules = (): readonly HostRule[] => (rules ??= load());
