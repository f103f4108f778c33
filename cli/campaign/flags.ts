import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { availableParallelism } from 'node:os';
import { list, positiveInteger, seconds, seedText } from '../options';
import type { SearchFlags } from '../search';
import type { VerdictFileFlags } from '../verdict-files';

/** The options of a campaign, as commander gives them. */
export interface CampaignFlags extends SearchFlags, VerdictFileFlags {
  readonly for?: number;
  readonly untilPlateau?: number;
  readonly machine?: string;
  readonly workers: number;
  readonly corpus?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly inProcess?: true;
  readonly queue?: string;
  readonly json?: true;
}

/** A night. */
export const DEFAULT_HOURS = 8;
/** More threads than this in one process gain nothing: other machines take the next ones. */
const MOST_WORKERS = 256;

export function workerCount(text: string): number {
  const workers = positiveInteger(text);
  if (workers > MOST_WORKERS) throw new InvalidArgumentError(`Give at most ${MOST_WORKERS}.`);
  return workers;
}

/** Adds them to the command. */
export const addCampaignOptions = (command: Command): Command =>
  command
    .option(
      '--for <time>',
      `end after this time: 30s, 5m, 8h (default ${DEFAULT_HOURS}h, where nothing else ends it)`,
      seconds,
    )
    .option('--cases <n>', 'end after so many cases', positiveInteger)
    .option('--until-plateau <time>', 'end when so long nothing new was seen', seconds)
    .option('--machine <name>', 'machine that the subject is of, where its name leaves that open')
    .option('--profile <name>', 'contract and assumptions to judge by (default: what the subject speaks)')
    .option('--assume <NAME=position>', 'take a position on an open question; repeatable', list)
    .option('--theme <name>', 'generate only this theme; repeatable', list)
    .option('--seed <seed>', 'seed of the search; random if not given, always printed', seedText)
    .option(
      '--workers <n>',
      'worker threads, a subject in each (default: all cores)',
      workerCount,
      availableParallelism(),
    )
    .option('--queue <url>', 'have the work done by `campaign worker` on any number of machines, through this Redis')
    .option('--corpus <dir>', 'start from these traces: the folder of an earlier campaign, or of trace files')
    .option('--out <dir>', 'folder of the campaign (default: out/campaign/<subject>/<number of the run>)')
    .option('--resume', 'go on with the campaign in that folder (default: the last one of the subject)')
    .option('--known <file>', 'deviations file: findings that it documents are counted, and do not fail the run')
    .option('--json', 'print the verdict as JSON instead')
    .option('--junit <file>', 'write the verdict as JUnit XML too')
    .option('--sarif <file>', 'write the verdict as SARIF 2.1.0 too')
    .option('--in-process', 'load a C library into this process: faster, but a crash takes the campaign down');
