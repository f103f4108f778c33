import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CampaignError } from '../campaign-error';
import { assertSame, formatCampaignFile, parseCampaignFile, type CampaignFile } from './campaign-file';
import { readIfThere, writeWhole } from './files';

const fileIn = (folder: string): string => join(folder, 'campaign.json');

/** What the campaign in `folder` was started with; null: there is none. Throws CampaignError if it cannot be read. */
export function campaignIn(folder: string): CampaignFile | null {
  const text = readIfThere(fileIn(folder));
  return text === null ? null : parseCampaignFile(text, fileIn(folder));
}

/** Throws CampaignError unless a new campaign may begin in `folder`. */
export function assertFree(folder: string): void {
  if (campaignIn(folder) !== null) {
    throw new CampaignError(
      `${folder} holds a campaign already: go on with it by --resume, or choose another --out`,
      64,
    );
  }
  const strangers = existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'running.pid') : [];
  if (strangers.length > 0) {
    throw new CampaignError(
      `${folder} is not empty and no campaign's folder (it holds ${strangers[0]}): choose another --out`,
      64,
    );
  }
}

/** What the campaign in `folder` was started with. Throws CampaignError if there is none. */
export function campaignToResume(folder: string): CampaignFile {
  const file = campaignIn(folder);
  if (file === null) throw new CampaignError(`${folder} is no campaign's folder: there is nothing to resume`, 64);
  return file;
}

/** Writes `campaign.json`; of a campaign that goes on only the limits may differ. Throws CampaignError. */
export function writeCampaign(folder: string, file: CampaignFile, before: CampaignFile | null): void {
  if (before !== null) assertSame(before, file, folder);
  writeWhole(fileIn(folder), formatCampaignFile(file));
}

/** Folders of runs of one subject below `base`, `0001`, `0002`, … : the last one, or null. */
export function lastRunIn(base: string): string | null {
  const runs = existsSync(base)
    ? readdirSync(base).filter((name) => /^\d{4,}$/.test(name) && existsSync(fileIn(join(base, name))))
    : [];
  const last = runs.sort((a, b) => Number(a) - Number(b)).pop();
  return last === undefined ? null : join(base, last);
}

/** The folder of the next run below `base`. */
export function nextRunIn(base: string): string {
  const names = existsSync(base) ? readdirSync(base).filter((name) => /^\d{4,}$/.test(name)) : [];
  const next = Math.max(0, ...names.map(Number)) + 1;
  return join(base, String(next).padStart(4, '0'));
}
