import { loadRules } from '../engine/load-rules';
import type { Rule } from './rule';

let rules: readonly Rule[] | null = null;

/** All rules of the page-table machine, by ID. */
export const allRules = (): readonly Rule[] => (rules ??= loadRules<Rule>(__dirname));
