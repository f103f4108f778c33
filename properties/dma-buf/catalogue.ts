import { loadRules } from '../engine/load-rules';
import type { DmaBufRule } from './rule';

let rules: readonly DmaBufRule[] | null = null;

/** All rules of the dma-buf machine, by ID. */
export const allRules = (): readonly DmaBufRule[] => (rules ??= loadRules<DmaBufRule>(__dirname));
