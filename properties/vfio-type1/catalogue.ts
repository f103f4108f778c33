import { loadRules } from '../engine/load-rules';
import type { Type1Rule } from './rule';

let rules: readonly Type1Rule[] | null = null;

/** All rules of the vfio-type1 machine, by ID. */
export const allRules = (): readonly Type1Rule[] => (rules ??= loadRules<Type1Rule>(__dirname));
