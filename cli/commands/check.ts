import { checkSubject } from '../../properties/engine/check';
import { ExitCode } from '../exit-code';
import { interruptible } from '../interrupt';
import { list } from '../options';
import { plainVerdictPictures, verdictPictures } from '../picture/verdict-pictures';
import { plainOptions } from '../plain/options';
import type { PlainStand } from '../plain/plain-stand';
import { standOf } from '../plain/stands';
import { rateText } from '../rate';
import { reportVerdict, type ReportFlags } from '../report-verdict';
import type { SearchFlags } from '../search';
import { addSearchOptions, searchOptions } from '../search';
import { onStand } from '../stand';
import { PAGE_TABLE_TELLING } from '../telling';
import { DEFAULT_OUT } from '../trace-folder';
import { verdictExitCode } from '../verdict-exit-code';
import type { AddCommand } from './command';

interface CheckFlags extends SearchFlags, ReportFlags {
  readonly inProcess?: true;
}

/** `check <subject>`: search for a trace that breaks a rule. */
export const addCheck: AddCommand = (program, door, end) => {
  const command = program
    .command('check')
    .description('search for traces with which a subject breaks a rule')
    .argument('<subject>', 'its name; `subjects` lists them');
  addSearchOptions(command)
    .option('--rule <ID>', 'judge only this rule, exit 2 if it is not reached; repeatable', list)
    .option('--known <file>', 'deviations file: findings that it documents do not fail the run')
    .option('--out <dir>', 'folder for the trace files of findings', DEFAULT_OUT)
    .option('--json', 'print the verdict as JSON instead')
    .option('--junit <file>', 'write the verdict as JUnit XML too')
    .option('--sarif <file>', 'write the verdict as SARIF 2.1.0 too')
    .option('--html <file>', 'write the verdict as a page too, each finding with its picture')
    .option('--in-process', 'load a C library into this process: faster, but a crash takes the run down')
    .action((name: string, flags: CheckFlags) => {
      const stand = standOf(name);
      return stand === null ? checkPageTable(name, flags) : checkOn(stand, name, flags);
    });

  const checkOn = (stand: PlainStand, name: string, flags: CheckFlags): Promise<void> =>
    interruptible(async (signal) => {
      const verdict = await stand.check(name, {
        ...plainOptions(flags, stand),
        signal,
        onProgress: (p) => door.progress.update(`${name}: ${rateText(p)}`),
      });
      door.progress.clear();
      const pictures = flags.html === undefined ? undefined : plainVerdictPictures(stand, name, verdict);
      reportVerdict(verdict, stand.telling, flags, door, pictures);
      if (signal.aborted) door.note('interrupted: this is what was found so far');
      end(signal.aborted ? ExitCode.interrupted : verdictExitCode(verdict, flags.rule !== undefined));
    });

  const checkPageTable = (name: string, flags: CheckFlags): Promise<void> =>
    onStand(name, flags, (subject) =>
      interruptible(async (signal) => {
        const verdict = await checkSubject(subject, {
          ...searchOptions(flags, subject.capabilities),
          signal,
          onProgress: (p) => door.progress.update(`${name}: ${rateText(p)}`),
        });
        door.progress.clear();
        const pictures = flags.html === undefined ? undefined : await verdictPictures(subject, verdict);
        reportVerdict(verdict, PAGE_TABLE_TELLING, flags, door, pictures);
        if (signal.aborted) door.note('interrupted: this is what was found so far');
        end(signal.aborted ? ExitCode.interrupted : verdictExitCode(verdict, flags.rule !== undefined));
      }),
    );
};
