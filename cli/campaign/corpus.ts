import { InvalidArgumentError, type Command } from 'commander';
import { join } from 'node:path';
import { corpusFilesIn } from '../../campaign/store/corpus-files';
import { writeWhole } from '../../campaign/store/files';
import { campaignToResume } from '../../campaign/store/open';
import { plural } from '../../reports/text';
import type { Door } from '../door';
import { ExitCode } from '../exit-code';
import { UsageError } from '../failure';
import { wordsOf } from './words';

interface CorpusFlags {
  readonly to: string;
  readonly case?: number;
}

/** `campaign corpus <folder>`: the corpus of a campaign as trace files, for `replay`, `picture`, or another machine. */
export const addCorpus = (campaign: Command, door: Door, end: (code: ExitCode) => void): void => {
  campaign
    .command('corpus')
    .description("write the corpus of a campaign's folder as trace files")
    .argument('<folder>', "a campaign's folder")
    .requiredOption('--to <dir>', 'where to write them')
    .option('--case <n>', 'only this one', caseNumber)
    .action((folder: string, { to, case: only }: CorpusFlags) => {
      const { subject } = campaignToResume(folder);
      const files = corpusFilesIn(folder, wordsOf(subject)).filter(({ id }) => only === undefined || id === only);
      if (only !== undefined && files.length === 0)
        throw new UsageError(`case ${only} is not in the corpus of ${folder}: it holds what showed something first`);
      for (const { name, text } of files) writeWhole(join(to, name), text);
      door.print(`${plural(files.length, 'trace')} of ${subject} written to ${to}`);
      end(ExitCode.held);
    });
};

function caseNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('it is the number of a case');
  return Number(text);
}
