import type { CampaignLimits } from '../../model/vocabulary/campaign';
import { DEFAULT_HOURS, type CampaignFlags } from './flags';

/** When the campaign ends: what was asked for, else what it was begun with, else after a night. */
export function limitsOf(flags: CampaignFlags, before: CampaignLimits | null): CampaignLimits {
  const { for: time, cases, untilPlateau } = flags;
  if (time === undefined && cases === undefined && untilPlateau === undefined) {
    return before ?? { seconds: DEFAULT_HOURS * 3600, cases: null, plateauSeconds: null };
  }
  return { seconds: time ?? null, cases: cases ?? null, plateauSeconds: untilPlateau ?? null };
}
