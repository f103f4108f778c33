import { setImmediate } from 'node:timers/promises';
import type { Stand, StandInfo } from '../stand';
import type { Crew } from './crew';
import type { EpochUpdate, Task, TaskResult } from './task';
import { Workplace } from './workplace';

/** A crew in this thread, for a handful of cases: nothing is started, and nothing runs at the same time. */
export class LocalCrew implements Crew {
  readonly info: StandInfo;
  readonly lost = 0;
  private readonly workplaces: readonly Workplace[];
  private readonly free: Workplace[];

  /** `stands`: one for each worker that there would be, of the same subject. */
  constructor(stands: readonly [Stand, ...Stand[]], seed: string) {
    this.info = stands[0].info;
    this.workplaces = stands.map((stand) => new Workplace(stand, seed));
    this.free = [...this.workplaces];
  }

  get size(): number {
    return this.workplaces.length;
  }

  get workers(): number {
    return this.size;
  }

  begin(update: EpochUpdate): void {
    for (const workplace of this.workplaces) workplace.begin(update);
  }

  async run(task: Task): Promise<TaskResult> {
    const workplace = this.free.shift();
    if (workplace === undefined) throw new Error('more tasks at a time than there are stands');
    try {
      const result = await workplace.do(task);
      // Nothing above lets the event loop turn; without that no signal would ever abort the campaign.
      await setImmediate();
      return result;
    } finally {
      this.free.push(workplace);
    }
  }

  async close(): Promise<void> {
    for (const { stand } of this.workplaces) await stand.close?.();
  }
}
