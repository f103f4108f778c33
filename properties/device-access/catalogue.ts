import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceRule } from './rule';

const isRule = (value: unknown): value is DeviceRule =>
  typeof value === 'object' && value !== null && 'id' in value && 'statement' in value && 'scope' in value;

/** Every rule is one exported object of a file in `rules/`: a new one needs no entry anywhere else. */
function load(): readonly DeviceRule[] {
  const folder = join(__dirname, 'rules');
  const rules = new Map<string, DeviceRule>();
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

/** All rules of the device-access machine, by ID. */
export const deviceAccessRules: readonly DeviceRule[] = load();
