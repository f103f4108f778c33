import { createHash } from 'node:crypto';
import type { CampaignFile } from '../../campaign/store/campaign-file';
import type { AssumptionChoices } from '../../model/vocabulary';
import type { DeviationsFile } from '../../properties/engine/deviations';
import { readKnown } from '../files';
import { plainOptions } from '../plain/options';
import { standOf } from '../plain/stands';
import { subjectOn } from '../plain/subject-on';
import { searchOptions, type SearchFlags } from '../search';
import { onStand } from '../stand';
import type { CampaignFlags } from './flags';

/** What a worker must know to put the subject on its stand: plain data. */
export interface StandSpec {
  readonly subject: string;
  readonly seed: string;
  readonly profile: string;
  readonly assume: Readonly<Record<string, unknown>>;
  /** Null: all. */
  readonly themes: readonly string[] | null;
  readonly known: DeviationsFile | null;
  readonly inProcess: boolean;
}

/** Checks the flags; those that a campaign to be resumed was begun with stand in for what is not said again. */
export async function standSpec(name: string, flags: CampaignFlags, before: CampaignFile | null): Promise<StandSpec> {
  const subject = subjectOn(name, flags.machine);
  const search = { ...began(before), ...asked(flags) };
  const known = flags.known === undefined ? null : readKnown(flags.known);
  const stand = standOf(subject);
  const inProcess = flags.inProcess === true;
  if (stand !== null) {
    const { seed, profile = 'default', assume = {}, themes = null } = plainOptions(search, stand);
    return { subject, seed, profile, assume, themes, known, inProcess };
  }
  return onStand(subject, flags.inProcess ? { inProcess: true } : {}, async ({ capabilities }) => {
    const { seed, profile, assume = {}, themes = null } = searchOptions(search, capabilities);
    return { subject, seed, profile, assume: assume satisfies Partial<AssumptionChoices>, themes, known, inProcess };
  });
}

/** Of the flags, those that say what to search for; a campaign has limits of its own. */
function asked({ seed, profile, assume, theme }: CampaignFlags): SearchFlags {
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(profile === undefined ? {} : { profile }),
    ...(assume === undefined ? {} : { assume }),
    ...(theme === undefined ? {} : { theme }),
  };
}

function began(before: CampaignFile | null): SearchFlags {
  if (before === null) return {};
  const { seed, profile, assumed, themes } = before;
  return {
    seed,
    profile,
    ...(assumed.length > 0 ? { assume: assumed } : {}),
    ...(themes === null ? {} : { theme: themes }),
  };
}

/** A short digest of what a deviations file says; null without one. */
export const digestOfKnown = (known: DeviationsFile | null): string | null =>
  known === null ? null : createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 16);
