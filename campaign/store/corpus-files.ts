import { unpackTrace } from '../corpus/packed-trace';
import type { TraceWords } from '../words';
import { CampaignFolder } from './folder';
import { campaignToResume } from './open';

/** An entry of a corpus as a trace file. */
export interface CorpusFile {
  /** Number of the case that it was; negative for a trace of an earlier campaign. */
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

/** The corpus of the campaign in `folder` as trace files. Throws CampaignError if that is no campaign's folder. */
export function corpusFilesIn(folder: string, words: TraceWords): CorpusFile[] {
  const { subject, profile } = campaignToResume(folder);
  const campaign = new CampaignFolder(folder, words, { subject, profile }, () => null);
  if (campaign.readState() === null) return [];
  return [...campaign.corpus()].map(({ id, trace }) => {
    return { id, name: nameOf(id), text: words.fileText(unpackTrace(trace), { subject, profile }) };
  });
}

const nameOf = (id: number): string =>
  id < 0 ? `earlier-${String(-id).padStart(6, '0')}.json` : `case-${String(id).padStart(10, '0')}.json`;
