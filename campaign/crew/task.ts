import type { Finding } from '../../model/vocabulary/verdict';
import type { CampaignTrace } from '../case';
import type { CorpusUpdate } from '../corpus/corpus';
import type { ShardResult } from '../shard';
import type { RawFinding } from '../stand';

/** What all workers know at the beginning of an epoch that they did not know before. */
export interface EpochUpdate {
  /** The epoch that begins. */
  readonly epoch: number;
  readonly corpus: CorpusUpdate;
  /** Behaviours and the fewest ops that show each, in turn. */
  readonly learned: Int32Array;
}

/** A piece of work for one worker. Doing it twice gives the same. */
export type Task =
  | { readonly kind: 'shard'; readonly epoch: number; readonly first: number; readonly count: number }
  | { readonly kind: 'replay'; readonly traces: readonly CampaignTrace[]; readonly first: number }
  | { readonly kind: 'stale' }
  | { readonly kind: 'shrink'; readonly raw: RawFinding; readonly budgetOps: number };

/** What came of a task. */
export type TaskResult =
  | { readonly kind: 'shard'; readonly result: ShardResult }
  | { readonly kind: 'stale'; readonly deviations: readonly string[] }
  | { readonly kind: 'shrink'; readonly finding: Finding<CampaignTrace> };

/** A task in words. */
export function nameOfTask(task: Task): string {
  switch (task.kind) {
    case 'shard':
      return `cases ${task.first} to ${task.first + task.count - 1}`;
    case 'replay':
      return 'traces of earlier campaigns';
    case 'stale':
      return 'replaying known deviations';
    case 'shrink':
      return `shrinking what case ${task.raw.caseNumber} showed`;
  }
}
