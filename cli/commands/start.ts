import type { Verdict } from '../../model/vocabulary';
import type { AnyTrace } from '../../reports/finding';
import type { MuseumRow } from '../../reports/museum';
import { isConvicted, museumTable } from '../../reports/museum';
import { ruleTable } from '../../reports/rule-table';
import { runText, statusCounts } from '../../reports/summary';
import { duration, plural } from '../../reports/text';
import type { Door } from '../door';
import { ExitCode } from '../exit-code';
import { interruptible } from '../interrupt';
import { randomSeed, seedText } from '../options';
import { PLAIN_STANDS, standCalled } from '../plain/stands';
import { printFindings } from '../report-verdict';
import type { Job, JobResult } from '../suite/job';
import { mergeVerdicts } from '../suite/merge';
import { museumJobs, museumRows } from '../suite/museum';
import { runJobs } from '../suite/pool';
import { PAGE_TABLE_TELLING, type Telling } from '../telling';
import { DEFAULT_OUT, writeTraces } from '../trace-folder';
import type { AddCommand } from './command';

/** Parts that the search of the in-box implementation is cut into, and cases of each: for each profile. */
const PARTS = 8;
const CASES_OF_PART = 1000;
/** The same for the sound subject of each plain machine. */
const PLAIN_PARTS = 4;

/** `start`: the suite judges itself. In-box must hold every rule, every exhibit must be convicted. */
export const addStart: AddCommand = (program, door, end) => {
  program
    .command('start')
    .description('judge the in-box implementation (every rule held) and the museum (every known bug convicted)')
    .option('--seed <seed>', 'seed of the search; random if not given, always printed', seedText)
    .action(({ seed = randomSeed() }: { seed?: string }) =>
      interruptible(async (signal) => {
        const started = performance.now();
        const jobs = [...inBoxJobs(seed), ...plainJobs(seed), ...museumJobs(seed)];
        const results = await runJobs(jobs, signal, (_, done) =>
          door.progress.update(`in-box and museum, seed ${seed}: ${done} of ${jobs.length} jobs done`),
        );
        door.progress.clear();
        const seconds = (performance.now() - started) / 1000;
        const rows = museumRows(results);
        const judged = judgedMachines(results, seconds);
        report(judged, rows, { seconds, aborted: signal.aborted }, door);
        end(signal.aborted ? ExitCode.interrupted : exitCode(judged, rows));
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

const plainJobs = (seed: string): Job[] =>
  PLAIN_STANDS.flatMap(({ machine, sound, suiteCases }) => {
    const cases = suiteCases / PLAIN_PARTS;
    return Array.from({ length: sound === null ? 0 : PLAIN_PARTS }, (_, part): Job => {
      return { kind: 'check-plain', machine, subject: sound!, seed, firstCase: part * cases, cases };
    });
  });

/** The verdict on the in-box implementation of one machine, and the way its traces are told. */
interface Judged<T extends AnyTrace = AnyTrace> {
  readonly verdict: Verdict<T>;
  print(door: Door): void;
}

const judged = <T extends AnyTrace>(parts: readonly Verdict<T>[], telling: Telling<T>, seconds: number): Judged[] => {
  const [first, ...more] = parts;
  if (first === undefined) return [];
  const verdict = mergeVerdicts([first, ...more], seconds);
  const print = (door: Door): void => printFindings(verdict, telling, writeTraces(verdict, telling, DEFAULT_OUT), door);
  return [{ verdict, print }];
};

/** One verdict per machine, of its parts that were done. */
function judgedMachines(results: readonly JobResult[], seconds: number): Judged[] {
  const pageTable = results.flatMap((result) => (result.kind === 'check' ? [result.verdict] : []));
  return [
    ...judged(pageTable, PAGE_TABLE_TELLING, seconds),
    ...PLAIN_STANDS.flatMap(({ machine }) => {
      const parts = results.flatMap((result) =>
        result.kind === 'check-plain' && result.machine === machine ? [result.verdict] : [],
      );
      return judged(parts, standCalled(machine)!.telling, seconds);
    }),
  ];
}

function report(
  machines: readonly Judged[],
  rows: readonly MuseumRow[],
  { seconds, aborted }: { readonly seconds: number; readonly aborted: boolean },
  door: Door,
): void {
  const { page, print } = door;
  const free = rows.filter((row) => !isConvicted(row));
  if (free.length > 0) print(`${museumTable(free, page)}\n`);
  const verdicts = machines.map(({ verdict }) => verdict);
  const rules = verdicts.flatMap((verdict) => verdict.rules);
  const divergences = verdicts.flatMap((verdict) => verdict.divergences);
  print(ruleTable(rules, page));
  for (const machine of machines) machine.print(door);
  print('');
  for (const verdict of verdicts) print(runText(verdict, page));
  print(
    `${statusCounts({ rules, divergences }, page)}; ${plural(rows.length, 'exhibit')}, ${rows.length - free.length} convicted; ` +
      `${duration(seconds)}${aborted ? ' (interrupted)' : ''}`,
  );
}

/** 1 if a rule is broken, or an exhibit got away; 2 if a rule was not reached. */
function exitCode(machines: readonly Judged[], rows: readonly MuseumRow[]): ExitCode {
  const rules = machines.flatMap(({ verdict }) => verdict.rules);
  const diverges = machines.some(({ verdict }) => verdict.divergences.length > 0);
  if (rules.some(({ status }) => status === 'broken') || diverges || !rows.every(isConvicted)) return ExitCode.broken;
  return rules.some(({ status }) => status === 'not reached') ? ExitCode.notReached : ExitCode.held;
}
