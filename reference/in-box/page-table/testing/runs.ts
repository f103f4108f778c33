import type { Op, PageTableConfig, Trace } from '../../../../model/vocabulary';
import { RunFlag } from '../../../../model/vocabulary/observation';
import { V1, V2, type GoldenStep } from '../../../../tests/golden/build';
import { createInBox } from '../in-box';
import type { Parts } from '../parts';
import { decodeRecords, type DecodedRecord } from './records';

export const ALL_FLAGS = RunFlag.windows | RunFlag.edges | RunFlag.treeEnd;

/** Configurations that between them take every path. */
export const CONFIGS: readonly (readonly [name: string, config: PageTableConfig])[] = [
  ['v1', V1],
  ['v1, C-bit 47, 48 bits, no gaps', { ...V1, smeBit: 47, vasz: 48, flush: 'no-gaps' }],
  ['v1, C-bit 20, 4 KiB pages only', { ...V1, smeBit: 20, pageSizes: 0x1000n }],
  ['v1, queued', { ...V1, queued: true }],
  ['v2', V2],
  ['v2, 5 levels, C-bit 51, no gaps', { ...V2, topLevel: 4, vasz: 56, smeBit: 51, flush: 'no-gaps' }],
  ['old v1', { ...V1, contract: 'io-pgtable', smeBit: 51 }],
  ['old v2, no gaps', { ...V2, contract: 'io-pgtable', flush: 'no-gaps' }],
];

export const traceOf = (config: PageTableConfig, steps: readonly (GoldenStep | Op)[]): Trace => ({
  machine: 'page-table',
  config,
  ops: steps.map((step) => ('op' in step ? step.op : step)),
});

/** Runs the steps on a fresh in-box implementation; the records, the end record last. */
export function recordsOf(
  config: PageTableConfig,
  steps: readonly (GoldenStep | Op)[],
  parts: Partial<Parts> = {},
  flags: number = ALL_FLAGS,
): DecodedRecord[] {
  const observation = createInBox(parts).run(traceOf(config, steps), flags);
  expect(observation.casualty).toBeNull();
  return decodeRecords(observation);
}

/** Deterministic stream of integers 0 … n − 1. */
export function draws(seed: number): (n: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}
