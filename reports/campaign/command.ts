import type { CampaignHead } from '../../model/vocabulary/campaign';

/** A word as a shell reads it back. */
const shellWord = (word: string): string => (/^[\w.,:=@%+/-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`);

/** The command line that runs the same cases again, as many as were run. */
export function campaignCommand({ subject, seed, profile, assumed, themes }: CampaignHead, cases: number): string {
  const options = [
    `--cases ${cases}`,
    `--seed ${shellWord(seed)}`,
    `--profile ${shellWord(profile)}`,
    ...assumed.map((choice) => `--assume ${shellWord(choice)}`),
    ...(themes === 'all' ? [] : themes.map((theme) => `--theme ${shellWord(theme)}`)),
  ];
  return ['npx iommu-conformance campaign', shellWord(subject), ...options].join(' ');
}
