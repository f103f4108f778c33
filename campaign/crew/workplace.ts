import { Corpus } from '../corpus/corpus';
import { replayShard, runShard } from '../shard';
import type { Stand } from '../stand';
import type { EpochUpdate, Task, TaskResult } from './task';

/** One worker's stand with what it knows of the campaign: does one task at a time. */
export class Workplace {
  private readonly corpus = new Corpus();

  constructor(
    readonly stand: Stand,
    private readonly seed: string,
  ) {}

  /** An epoch begins. */
  begin({ corpus, learned }: EpochUpdate): void {
    this.corpus.update(corpus);
    for (let i = 0; i < learned.length; i += 2) this.stand.known.learn(learned[i]!, learned[i + 1]!);
  }

  async do(task: Task): Promise<TaskResult> {
    const { stand, corpus, seed } = this;
    switch (task.kind) {
      case 'shard':
        return { kind: 'shard', result: await runShard(stand, corpus, seed, task.first, task.count) };
      case 'replay':
        return { kind: 'shard', result: await replayShard(stand, task.traces, task.first) };
      case 'stale':
        return { kind: 'stale', deviations: await stand.stale() };
      case 'shrink':
        return { kind: 'shrink', finding: await stand.shrink(task.raw, task.budgetOps) };
    }
  }
}
