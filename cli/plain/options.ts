import type { SearchOptions } from '../../properties/plain/search';
import { UsageError } from '../failure';
import { readKnown } from '../files';
import { oneOf } from '../one-of';
import { randomSeed } from '../options';
import { DEFAULT_CASES, DEFAULT_SECONDS, type SearchFlags } from '../search';
import type { Choices } from './choices';
import type { PlainStand } from './plain-stand';

/** Checks the flags of a search and turns them into the options of a search on `stand`. */
export function plainOptions(flags: SearchFlags, stand: PlainStand): SearchOptions {
  const profile = profileCalled(flags.profile ?? stand.choices.profiles[0]!.name, stand.choices);
  const endless = flags.cases === undefined && flags.time !== undefined;
  const seconds = flags.time ?? (flags.cases === undefined ? DEFAULT_SECONDS : undefined);
  const ids = stand.rules().map(({ id }) => id);
  return {
    seed: flags.seed ?? randomSeed(),
    cases: endless ? Number.MAX_SAFE_INTEGER : (flags.cases ?? DEFAULT_CASES),
    ...(seconds === undefined ? {} : { seconds }),
    profile: profile.name,
    ...(flags.known === undefined ? {} : { known: readKnown(flags.known) }),
    assume: { ...profile.choices, ...chosen(flags.assume ?? [], stand.choices) },
    ...(flags.theme === undefined
      ? {}
      : { themes: flags.theme.map((name) => oneOf('theme', name, stand.themes, '`iommu-conformance check --help`')) }),
    ...(flags.rule === undefined
      ? {}
      : { rules: flags.rule.map((id) => oneOf('rule', id, ids, '`iommu-conformance rules`')) }),
  };
}

function profileCalled(name: string, { profiles }: Choices): Choices['profiles'][number] {
  const names = profiles.map((profile) => profile.name);
  const known = oneOf('profile', name, names, '`iommu-conformance assumptions`');
  return profiles.find((profile) => profile.name === known)!;
}

/** `IO_1G_AS_2M=fault` … as choices. */
function chosen(texts: readonly string[], { positions: all }: Choices): Readonly<Record<string, unknown>> {
  const names = Object.keys(all);
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', said = ''] = text.split('=');
      const assumption = oneOf('assumption', name, names, '`iommu-conformance assumptions`');
      const positions = all[assumption]!;
      const position = positions.find((known) => String(known) === said);
      if (position === undefined)
        throw new UsageError(`--assume ${text}: say ${assumption}=${positions.join(` or ${assumption}=`)}`);
      return [assumption, position];
    }),
  );
}
