import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CampaignError } from '../campaign-error';
import type { CampaignTrace } from '../case';
import type { TraceWords } from '../words';
import { readIfThere } from './files';

/**
 * The traces of an earlier campaign: its findings first, then its corpus. `folder` is that campaign's folder, or any
 * folder of trace files. Throws CampaignError if there is no such folder, or one of its files is no trace.
 */
export function earlierTraces(folder: string, words: TraceWords): CampaignTrace[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CampaignError(`${folder}: there is no such folder`, 64);
  const found = namesIn(join(folder, 'findings')).map((key) => join(folder, 'findings', key, 'trace.json'));
  const corpus = traceFilesIn(join(folder, 'corpus'));
  const own = existsSync(join(folder, 'campaign.json')) ? [] : traceFilesIn(folder);
  return [...found, ...corpus, ...own].flatMap((path) => {
    const text = readIfThere(path);
    return text === null ? [] : [words.parse(text, path)];
  });
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

const traceFilesIn = (folder: string): string[] =>
  namesIn(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
