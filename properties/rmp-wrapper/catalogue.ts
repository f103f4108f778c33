import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WrapperRule } from './rule';

const isRule = (value: unknown): value is WrapperRule =>
  typeof value === 'object' && value !== null && 'id' in value && 'statement' in value && 'scope' in value;

/** Every rule is one exported object of a file in `rules/`: a new one needs no entry anywhere else. */
function load(): readonly WrapperRule[] {
  const folder = join(__dirname, 'rules');
  const files = readdirSync(folder).filter((file) => /^[a-z0-9-]+\.(ts|js)$/.test(file));
  const rules = files.flatMap((file) =>
    Object.values(require(join(folder, file)) as Record<string, unknown>).filter(isRule),
  );
  return rules.sort((a, b) => a.id.localeCompare(b.id));
}

let rules: readonly WrapperRule[] | null = null;

/** All rules of the wrapper machine, by ID. */
export const allRules = (): readonly WrapperRule[] => (rules ??= load());
