import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer, Job, JobResult } from './job';

/** More workers than this gain nothing: the longest job is then what one waits for. */
const MOST_WORKERS = 16;

/**
 * Does `jobs` on all cores, in order of their start; `onDone` is called as each ends. An aborted signal stops it: what
 * is done is returned. A job that fails fails the whole run.
 */
export async function runJobs(
  jobs: readonly Job[],
  signal: AbortSignal,
  onDone: (result: JobResult, done: number) => void,
): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const waiting = [...jobs];
  const workers = Array.from(
    { length: Math.min(availableParallelism(), jobs.length, MOST_WORKERS) },
    () => new Worker(join(__dirname, 'worker.js')),
  );
  const lane = async (worker: Worker): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && !signal.aborted; job = waiting.shift()) {
      const result = await ask(worker, job, signal);
      if (result === null) return;
      results.push(result);
      onDone(result, results.length);
    }
  };
  try {
    await Promise.all(workers.map(lane));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

/** The worker's result, or null if the run was aborted first. */
function ask(worker: Worker, job: Job, signal: AbortSignal): Promise<JobResult | null> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => settle(() => resolve(null));
    const onMessage = (answer: Answer): void =>
      settle(() => {
        if (answer.ok) resolve(answer.result);
        else reject(Object.assign(new Error(`${jobName(job)}: ${answer.message}`), { stack: answer.stack }));
      });
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void =>
      settle(() => reject(new Error(`${jobName(job)}: the worker ended (${code})`)));
    const settle = (end: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      end();
    };
    signal.addEventListener('abort', onAbort);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}

const jobName = (job: Job): string =>
  'subject' in job ? `check of ${job.subject}` : `exhibit ${job.exhibit} against ${job.rule}`;
