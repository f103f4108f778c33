import { parentPort } from 'node:worker_threads';
import type { Answer, Job } from './job';
import { runJob } from './run-job';

/** A worker thread: one job in, one answer out. */
parentPort?.on('message', (job: Job) => {
  const answer = (message: Answer): void => parentPort?.postMessage(message);
  runJob(job).then(
    (result) => answer({ ok: true, result }),
    (error: unknown) => {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      answer({ ok: false, message, stack: stack ?? message });
    },
  );
});
