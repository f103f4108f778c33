import type { TracePicture } from '../../model/vocabulary/picture';
import type { Finding, Verdict } from '../../model/vocabulary/verdict';
import { checkSubject } from '../../properties/engine/check';
import type { AnyTrace } from '../../reports/finding';
import { ExitCode } from '../exit-code';
import { interruptible } from '../interrupt';
import { list } from '../options';
import { plainVerdictPictures, verdictPictures } from '../picture/verdict-pictures';
import { plainOptions } from '../plain/options';
import type { PlainStand } from '../plain/plain-stand';
import { standOf } from '../plain/stands';
import { subjectOn } from '../plain/subject-on';
import { rateText, type SearchProgress } from '../rate';
import { reportVerdict, type ReportFlags } from '../report-verdict';
import type { SearchFlags } from '../search';
import { addSearchOptions, searchOptions } from '../search';
import { onStand } from '../stand';
import { PAGE_TABLE_TELLING, type Telling } from '../telling';
import { DEFAULT_OUT } from '../trace-folder';
import { verdictExitCode } from '../verdict-exit-code';
import type { AddCommand } from './command';

interface CheckFlags extends SearchFlags, ReportFlags {
  readonly machine?: string;
  readonly inProcess?: true;
}

/** What a search is given besides its options. */
interface During {
  readonly signal: AbortSignal;
  readonly onProgress: (p: SearchProgress) => void;
}
type Pictures<T> = ReadonlyMap<Finding<T>, TracePicture>;

/** `check <subject>`: search for a trace that breaks a rule. */
export const addCheck: AddCommand = (program, door, end) => {
  const command = program
    .command('check')
    .description('search for traces with which a subject breaks a rule')
    .argument('<subject>', 'its name; `subjects` lists them');
  addSearchOptions(command)
    .option('--machine <name>', 'machine that the subject is of, where its name leaves that open')
    .option('--rule <ID>', 'judge only this rule, exit 2 if it is not reached; repeatable', list)
    .option('--known <file>', 'deviations file: findings that it documents do not fail the run')
    .option('--out <dir>', 'folder for the trace files of findings', DEFAULT_OUT)
    .option('--json', 'print the verdict as JSON instead')
    .option('--junit <file>', 'write the verdict as JUnit XML too')
    .option('--sarif <file>', 'write the verdict as SARIF 2.1.0 too')
    .option('--html <file>', 'write the verdict as a page too, each finding with its picture')
    .option('--in-process', 'load a C library into this process: faster, but a crash takes the run down')
    .action((asked: string, flags: CheckFlags) => {
      const name = subjectOn(asked, flags.machine);
      const stand = standOf(name);
      return stand === null ? checkPageTable(name, flags) : checkOn(stand, name, flags);
    });

  /** Runs the search until it is over or interrupted, and tells what it found. */
  const tell = <T extends AnyTrace>(
    name: string,
    flags: CheckFlags,
    telling: Telling<T>,
    search: (during: During) => Promise<Verdict<T>>,
    picturesOf: (verdict: Verdict<T>) => Pictures<T> | Promise<Pictures<T>>,
  ): Promise<void> =>
    interruptible(async (signal) => {
      const onProgress: During['onProgress'] = (p) => {
        door.progress.update(`${name}: ${rateText(p)}`);
      };
      const verdict = await search({ signal, onProgress });
      door.progress.clear();
      const pictures = flags.html === undefined ? undefined : await picturesOf(verdict);
      reportVerdict(verdict, telling, flags, door, pictures);
      if (signal.aborted) door.note('interrupted: this is what was found so far');
      end(signal.aborted ? ExitCode.interrupted : verdictExitCode(verdict, flags.rule !== undefined));
    });

  const checkOn = (stand: PlainStand, name: string, flags: CheckFlags): Promise<void> =>
    tell(
      name,
      flags,
      stand.telling,
      (during) => stand.check(name, { ...plainOptions(flags, stand), ...during }),
      (verdict) => plainVerdictPictures(stand, name, verdict),
    );

  const checkPageTable = (name: string, flags: CheckFlags): Promise<void> =>
    onStand(name, flags, (subject) =>
      tell(
        name,
        flags,
        PAGE_TABLE_TELLING,
        (during) => checkSubject(subject, { ...searchOptions(flags, subject.capabilities), ...during }),
        (verdict) => verdictPictures(subject, verdict),
      ),
    );
};
