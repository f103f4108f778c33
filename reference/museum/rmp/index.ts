import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { inBoxRmpSubject } from '../../in-box/rmp';
import type { RmpExhibit } from './exhibit';

export type { RmpExhibit } from './exhibit';

const isExhibit = (value: unknown): value is RmpExhibit =>
  typeof value === 'object' && value !== null && 'parts' in value && 'rule' in value;

/** Every exported exhibit of the files beside this one: a new one needs no entry anywhere. */
function load(): readonly RmpExhibit[] {
  const found = new Map<string, RmpExhibit>();
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

let all: readonly RmpExhibit[] | null = null;

/** All exhibits, by the rule that convicts them. */
export const rmpExhibits = (): readonly RmpExhibit[] => (all ??= load());

/** The in-box RMP with the exhibit's bug. */
export const rmpExhibitSubject = (exhibit: RmpExhibit): MachineSubject<RmpConfig, RmpOp, RmpOutcome, RmpView> =>
  inBoxRmpSubject(`exhibit:${exhibit.name}`, exhibit.parts);
