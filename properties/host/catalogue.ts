import { loadRules } from '../engine/load-rules';
import type { HostRule } from './rule';

let rules: readonly HostRule[] | null = null;

/** All rules of the host machine, by ID. */
export const hostRules = (): readonly HostRule[] => (rules ??= loadRules<HostRule>(__dirname));
