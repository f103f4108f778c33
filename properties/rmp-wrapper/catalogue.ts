import { loadRules } from '../engine/load-rules';
import type { WrapperRule } from './rule';

let rules: readonly WrapperRule[] | null = null;

/** All rules of the wrapper machine, by ID. */
export const allRules = (): readonly WrapperRule[] => (rules ??= loadRules<WrapperRule>(__dirname));
