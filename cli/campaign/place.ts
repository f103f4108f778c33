import { join } from 'node:path';
import { assertFree, campaignToResume, lastRunIn, nextRunIn } from '../../campaign/store/open';
import type { CampaignFile } from '../../campaign/store/campaign-file';
import { UsageError } from '../failure';
import { DEFAULT_OUT } from '../trace-folder';
import type { CampaignFlags } from './flags';

/** Where a campaign lies, what it was begun with, and the folder of traces that it starts from. */
export interface Place {
  readonly folder: string;
  /** Null: it begins. */
  readonly before: CampaignFile | null;
  readonly earlier: string | null;
}

/**
 * The folder of a campaign. Without `--out` the runs of a subject are numbered, and each starts from what the one before
 * it found. Throws CampaignError or UsageError where it cannot be used.
 */
export function placeOf(subject: string, { out, resume, corpus }: CampaignFlags): Place {
  const base = join(DEFAULT_OUT, 'campaign', subject.replace(/[^A-Za-z0-9._-]+/g, '-'));
  if (resume) {
    const folder = out ?? lastRunIn(base);
    if (folder === null) throw new UsageError(`no campaign of ${subject} in ${base}: there is nothing to resume`);
    if (corpus !== undefined)
      throw new UsageError('--corpus is for the beginning of a campaign; leave it out with --resume');
    return { folder, before: campaignToResume(folder), earlier: null };
  }
  const folder = out ?? nextRunIn(base);
  assertFree(folder);
  return { folder, before: null, earlier: corpus ?? (out === undefined ? lastRunIn(base) : null) };
}
