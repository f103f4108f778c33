import type { Command } from 'commander';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Door } from '../door';
import { UsageError } from '../failure';
import { ExitCode } from '../exit-code';
import { interruptible } from '../interrupt';
import { packageVersion } from '../version';
import { workerCount } from './flags';

interface WorkerFlags {
  readonly queue?: string;
  readonly workers?: number;
}

/** `campaign worker`: does the work of a campaign that runs with `--queue`, wherever that is. */
export const addQueueWorker = (campaign: Command, door: Door, end: (code: ExitCode) => void): void => {
  campaign
    .command('worker')
    .description('work for the campaign at --queue until it is over; start as many as there are machines')
    .option('--queue <url>', 'its Redis, as in redis://host:6379/0')
    .option('--workers <n>', 'threads, a subject in each', workerCount, availableParallelism())
    .action((_: WorkerFlags, command: Command) =>
      interruptible(async (signal) => {
        // The command above has options of the same names, and takes them first.
        const { queue, workers = availableParallelism() } = command.optsWithGlobals<WorkerFlags>();
        if (queue === undefined)
          throw new UsageError('campaign worker needs --queue, as in --queue redis://host:6379/0');
        const { workForQueue } = await import('../../campaign/queue/queue-worker');
        const note = (line: string): void => door.note(line);
        const file = join(__dirname, 'worker.js');
        const plan = { url: queue, toolVersion: packageVersion(), threads: workers, file, note };
        const done = await workForQueue(plan, signal);
        door.note(`did ${done} tasks`);
        end(signal.aborted ? ExitCode.interrupted : ExitCode.held);
      }),
    );
};
