import { loadRules } from '../engine/load-rules';
import type { DmaApiRule } from './rule';

let rules: readonly DmaApiRule[] | null = null;

/** All rules of the dma-api machine, by ID. */
export const allRules = (): readonly DmaApiRule[] => (rules ??= loadRules<DmaApiRule>(__dirname));
