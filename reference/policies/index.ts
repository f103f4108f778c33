import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostPolicy } from '../../model/vocabulary/host/policy';

const isPolicy = (value: unknown): value is HostPolicy =>
  typeof value === 'object' && value !== null && 'mapShared' in value && 'smash' in value;

/** Every exported policy of the files beside this one: a new one needs no entry anywhere. */
function load(): readonly HostPolicy[] {
  const found = new Map<string, HostPolicy>();
  for (const file of readdirSync(__dirname).sort()) {
    if (!/^[a-z0-9-]+\.(ts|js)$/.test(file) || file.startsWith('index.')) continue;
    for (const value of Object.values(require(join(__dirname, file)) as Record<string, unknown>)) {
      if (!isPolicy(value)) continue;
      if (found.has(value.name)) throw new Error(`policy ${value.name} is there twice (second time in ${file})`);
      found.set(value.name, value);
    }
  }
  return [...found.values()];
}

let all: readonly HostPolicy[] | null = null;

/** All policies of host.md's table. */
export const policies = (): readonly HostPolicy[] => (all ??= load());
