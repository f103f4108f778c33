import type { Verdict } from '../../model/vocabulary';
import { exhibits } from '../../reference/museum/page-table';
import type { MuseumRow } from '../../reports/museum';
import { isConvicted, museumTable } from '../../reports/museum';
import { ruleTable } from '../../reports/rule-table';
import { runText, statusCounts } from '../../reports/summary';
import { duration, plural } from '../../reports/text';
import type { Door } from '../door';
import { ExitCode } from '../exit-code';
import { interruptible } from '../interrupt';
import { randomSeed, seedText } from '../options';
import { printFindings } from '../report-verdict';
import type { Job } from '../suite/job';
import { mergeVerdicts } from '../suite/merge';
import { museumJobs, museumRows } from '../suite/museum';
import { runJobs } from '../suite/pool';
import { PAGE_TABLE_TELLING } from '../telling';
import { DEFAULT_OUT, writeTraces } from '../trace-folder';
import type { AddCommand } from './command';

/** Parts that the search of the in-box implementation is cut into, and cases of each: for each profile. */
const PARTS = 8;
const CASES_OF_PART = 1000;

/** `start`: the suite judges itself. In-box must hold every rule, every exhibit must be convicted. */
export const addStart: AddCommand = (program, door, end) => {
  program
    .command('start')
    .description('judge the in-box implementation (every rule held) and the museum (every known bug convicted)')
    .option('--seed <seed>', 'seed of the search; random if not given, always printed', seedText)
    .action(({ seed = randomSeed() }: { seed?: string }) =>
      interruptible(async (signal) => {
        const started = performance.now();
        const jobs = [...inBoxJobs(seed), ...museumJobs(exhibits(), seed)];
        const results = await runJobs(jobs, signal, (_, done) =>
          door.progress.update(`in-box and museum, seed ${seed}: ${done} of ${jobs.length} jobs done`),
        );
        door.progress.clear();
        const seconds = (performance.now() - started) / 1000;
        const [first, ...more] = results.flatMap((result) => (result.kind === 'check' ? [result.verdict] : []));
        const rows = museumRows(
          exhibits(),
          results.flatMap((result) => (result.kind === 'convict' ? [result.attempt] : [])),
        );
        if (first !== undefined) {
          const verdict = mergeVerdicts([first, ...more], seconds);
          report(verdict, rows, signal.aborted, door);
          end(signal.aborted ? ExitCode.interrupted : exitCode(verdict, rows));
        } else {
          end(ExitCode.interrupted);
        }
      }),
    );
};

/** The profiles of released kernels: in-box takes their positions on the open questions. */
const START_PROFILES = ['linux-7.2', 'linux-6.12'];

const inBoxJobs = (seed: string): Job[] =>
  START_PROFILES.flatMap((profile) =>
    Array.from({ length: PARTS }, (_, part): Job => {
      const firstCase = part * CASES_OF_PART;
      return { kind: 'check', subject: 'in-box', profile, seed, firstCase, cases: CASES_OF_PART };
    }),
  );

function report(verdict: Verdict, rows: readonly MuseumRow[], aborted: boolean, door: Door): void {
  const { page, print } = door;
  const free = rows.filter((row) => !isConvicted(row));
  if (free.length > 0) print(`${museumTable(free, page)}\n`);
  print(ruleTable(verdict.rules, page));
  printFindings(verdict, PAGE_TABLE_TELLING, writeTraces(verdict, PAGE_TABLE_TELLING, DEFAULT_OUT), door);
  print(`\n${runText(verdict, page)}`);
  print(
    `${statusCounts(verdict, page)}; ${plural(rows.length, 'exhibit')}, ${rows.length - free.length} convicted; ` +
      `${duration(verdict.seconds)}${aborted ? ' (interrupted)' : ''}`,
  );
}

/** 1 if a rule is broken, or an exhibit got away; 2 if a rule was not reached. */
function exitCode(verdict: Verdict, rows: readonly MuseumRow[]): ExitCode {
  const broken = verdict.rules.some(({ status }) => status === 'broken') || verdict.divergences.length > 0;
  if (broken || !rows.every(isConvicted)) return ExitCode.broken;
  return verdict.rules.some(({ status }) => status === 'not reached') ? ExitCode.notReached : ExitCode.held;
}
