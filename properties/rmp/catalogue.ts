import { loadRules } from '../engine/load-rules';
import type { RmpRule } from './rule';

let rules: readonly RmpRule[] | null = null;

/** All rules of the RMP machine, by ID. */
export const allRules = (): readonly RmpRule[] => (rules ??= loadRules<RmpRule>(__dirname));
