import { loadRules } from '../engine/load-rules';
import type { ViommuRule } from './rule';

let rules: readonly ViommuRule[] | null = null;

/** All rules of the viommu machine, by ID. */
export const allRules = (): readonly ViommuRule[] => (rules ??= loadRules<ViommuRule>(__dirname));
