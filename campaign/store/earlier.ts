import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CampaignError } from '../campaign-error';
import type { CampaignTrace } from '../case';
import type { TraceWords } from '../words';
import { corpusFilesIn } from './corpus-files';
import { existingNames, readIfThere } from './files';
import { campaignIn } from './open';

/**
 * The traces of an earlier campaign: its findings first, then its corpus. `folder` is that campaign's folder, or any
 * folder of trace files. Throws CampaignError if there is no such folder, or one of its files is no trace.
 */
export function earlierTraces(folder: string, words: TraceWords): CampaignTrace[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CampaignError(`${folder}: there is no such folder`, 64);
  const findings = join(folder, 'findings');
  const found = existingNames(findings).map((key) => join(findings, key, 'trace.json'));
  const isCampaign = campaignIn(folder) !== null;
  const files = [...found, ...(isCampaign ? [] : traceFilesIn(folder))].flatMap((path) => {
    const text = readIfThere(path);
    return text === null ? [] : [words.parse(text, path)];
  });
  if (!isCampaign) return files;
  // Read as a trace file is: another version of this tool may have had other ops.
  const corpus = corpusFilesIn(folder, words).map(({ name, text }) => words.parse(text, join(folder, 'corpus', name)));
  return [...files, ...corpus];
}

const traceFilesIn = (folder: string): string[] =>
  existingNames(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
