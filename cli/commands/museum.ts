import { isConvicted, museumMatrix, museumTable } from '../../reports/museum';
import { count, plural } from '../../reports/text';
import { ExitCode } from '../exit-code';
import { interruptible } from '../interrupt';
import { randomSeed, seedText } from '../options';
import { judgedRules, museumJobs, museumRows } from '../suite/museum';
import { runJobs } from '../suite/pool';
import type { AddCommand } from './command';

/** `museum`: convict every exhibit, and show the matrix rule × exhibit. */
export const addMuseum: AddCommand = (program, door, end) => {
  program
    .command('museum')
    .description('convict every known bug of the museum, and show which rule convicts which')
    .option('--seed <seed>', 'seed of the search; random if not given, always printed', seedText)
    .action(({ seed = randomSeed() }: { seed?: string }) =>
      interruptible(async (signal) => {
        const jobs = museumJobs(seed);
        const results = await runJobs(jobs, signal, (_, done) =>
          door.progress.update(`museum: ${count(done)} of ${plural(jobs.length, 'conviction')}`),
        );
        door.progress.clear();
        const rows = museumRows(results);
        door.print(museumTable(rows, door.page));
        door.print(`\n${museumMatrix(rows, judgedRules(), door.page)}`);
        const free = rows.filter((row) => !isConvicted(row));
        door.print(
          `${plural(rows.length, 'exhibit')}, ${rows.length - free.length} convicted, seed ${seed}` +
            (signal.aborted ? ' (interrupted)' : ''),
        );
        end(signal.aborted ? ExitCode.interrupted : free.length > 0 ? ExitCode.broken : ExitCode.held);
      }),
    );
};
