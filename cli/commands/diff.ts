import type { ObservationLevel } from '../../model/vocabulary';
import { diffSubjects } from '../../properties/engine/diff';
import { sharedCapabilities } from '../../properties/engine/shared-capabilities';
import { ExitCode } from '../exit-code';
import { interruptible } from '../interrupt';
import { oneOf } from '../one-of';
import { list } from '../options';
import { rateText } from '../rate';
import { printDiff } from '../print-diff';
import type { SearchFlags } from '../search';
import { addSearchOptions, searchOptions } from '../search';
import { onStand } from '../stand';
import { DEFAULT_OUT } from '../trace-folder';
import type { AddCommand } from './command';

interface DiffFlags extends SearchFlags {
  readonly level?: readonly string[];
  readonly out: string;
  readonly inProcess?: true;
}

const LEVELS: readonly ObservationLevel[] = ['results', 'translations', 'entries', 'effects', 'commands'];

/** `diff <A> <B>`: the same search on two subjects, until their observations part. */
export const addDiff: AddCommand = (program, door, end) => {
  const command = program
    .command('diff')
    .description('find where two subjects part: the same search on both, the first difference shrunk')
    .argument('<A>', 'a subject')
    .argument('<B>', 'another subject');
  addSearchOptions(command)
    .option('--level <level>', `compare only this: ${LEVELS.join(', ')}; repeatable (default: what both report)`, list)
    .option('--out <dir>', 'folder for the trace file', DEFAULT_OUT)
    .option('--in-process', 'load C libraries into this process')
    .action((nameA: string, nameB: string, flags: DiffFlags) =>
      onStand(nameA, flags, (a) =>
        onStand(nameB, flags, (b) =>
          interruptible(async (signal) => {
            const levels = flags.level?.map((level) =>
              oneOf('level', level, LEVELS, '`iommu-conformance diff --help`'),
            );
            const options = searchOptions(flags, sharedCapabilities(a.capabilities, b.capabilities));
            const result = await diffSubjects(a, b, {
              ...options,
              ...(levels === undefined ? {} : { levels }),
              signal,
              onProgress: (p) => door.progress.update(`${nameA} and ${nameB}: ${rateText(p)}`),
            });
            door.progress.clear();
            await printDiff(result, [a, b], options.seed, flags.out, door);
            const agree = result.parting === null;
            end(signal.aborted && agree ? ExitCode.interrupted : agree ? ExitCode.held : ExitCode.broken);
          }),
        ),
      ),
    );
};
