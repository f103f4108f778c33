import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Fate } from './judge';
import type { Mutant } from './mutant';
import type { StandOptions } from './stand';
import type { Sources } from './targets';
import type { Answer, WorkerSetup } from './worker';

export interface PoolOptions extends StandOptions {
  readonly sources: Sources;
  readonly workers: number;
}

/** A mutant and what became of it. */
export interface Judged {
  readonly mutant: Mutant;
  readonly fate: Fate;
}

/** How often a worker is looked at, and after how many looks at the same run it counts as hung. */
const LOOK_MS = 250;
const LOOKS = 16;
/** A mutant that gathers without end ends here. */
const HEAP_MB = 1024;

/** Judges `mutants` in threads; `onDone` hears of each as it ends. The result has the order of `mutants`. */
export async function judgeAll(
  mutants: readonly Mutant[],
  options: PoolOptions,
  onDone: (judged: Judged) => void,
): Promise<Judged[]> {
  const results: Judged[] = new Array<Judged>(mutants.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    let thread = new Thread(options);
    for (let i = next++; i < mutants.length; i = next++) {
      const mutant = mutants[i]!;
      results[i] = { mutant, fate: await thread.judge(mutant) };
      if (thread.isSpent) thread = new Thread(options);
      onDone(results[i]!);
    }
    await thread.end();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, mutants.length) }, lane));
  return results;
}

/** One worker thread. A mutant that hangs or kills it ends it. */
class Thread {
  isSpent = false;
  private readonly beat = new Int32Array(new SharedArrayBuffer(4));
  private readonly worker: Worker;

  constructor({ sources, seed, cases }: PoolOptions) {
    const workerData: WorkerSetup = { sources, seed, cases, beat: this.beat };
    const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB };
    this.worker = new Worker(join(__dirname, 'worker.js'), { workerData, resourceLimits });
  }

  async judge(mutant: Mutant): Promise<Fate> {
    return new Promise((resolve) => {
      let watch: NodeJS.Timeout | undefined;
      const settle = (): void => {
        clearInterval(watch);
        // By name: all of them would take Node's own hooks along, and the thread would never be heard again.
        this.worker.removeAllListeners('message').removeAllListeners('error');
      };
      const lost = (end: 'hung' | 'crashed', note: string): void => {
        settle();
        this.isSpent = true;
        void this.end();
        resolve({ end, rules: [], note });
      };
      this.worker.on('message', (answer: Answer) => {
        if ('started' in answer) {
          watch = this.watch(() => lost('hung', 'a run did not end'));
          return;
        }
        settle();
        if ('fate' in answer) resolve(answer.fate);
        else resolve({ end: 'judge failed', rules: [], note: answer.failure });
      });
      this.worker.on('error', (error) => lost('crashed', error.message));
      this.worker.postMessage(mutant);
    });
  }

  /** Counts looks, not seconds: on a busy machine the watch starves together with what it watches. */
  private watch(onHung: () => void): NodeJS.Timeout {
    let seen = -1;
    let looks = 0;
    return setInterval(() => {
      const now = Atomics.load(this.beat, 0);
      looks = now === seen ? looks + 1 : 0;
      seen = now;
      if (looks === LOOKS) onHung();
    }, LOOK_MS);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
