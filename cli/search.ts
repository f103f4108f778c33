import type { Command } from 'commander';
import type { AssumptionChoices, AssumptionName, Capabilities } from '../model/vocabulary';
import { ASSUMPTION_POSITIONS } from '../model/vocabulary';
import { PROFILES } from '../model/page-table/profiles';
import type { CheckOptions } from '../properties/engine/check';
import { THEMES } from '../properties/page-table/generator';
import { readKnown } from './files';
import { UsageError } from './failure';
import { oneOf } from './one-of';
import { list, positiveInteger, randomSeed, seconds, seedText } from './options';
import { ruleIds } from './rules';

/** The flags that say what to search for, as commander gives them. */
export interface SearchFlags {
  readonly cases?: number;
  readonly time?: number;
  readonly seed?: string;
  readonly profile?: string;
  readonly assume?: readonly string[];
  readonly theme?: readonly string[];
  readonly rule?: readonly string[];
  readonly known?: string;
}

/** Enough to exercise every rule; the time is what a person waits for, with shrinking to come. */
export const DEFAULT_CASES = 20_000;
export const DEFAULT_SECONDS = 12;

/** The options that every search has. */
export const addSearchOptions = (command: Command): Command =>
  command
    .option(
      '--cases <n>',
      `cases to run (default ${DEFAULT_CASES}, or what ${DEFAULT_SECONDS} s allow; with --time as many as it allows)`,
      positiveInteger,
    )
    .option('--time <time>', 'stop after this time: 30s, 5m, 2h', seconds)
    .option('--seed <seed>', 'seed of the search; random if not given, always printed', seedText)
    .option('--profile <name>', 'contract and assumptions to judge by (default: what the subject speaks)')
    .option('--assume <NAME=position>', 'take a position on an open question; repeatable', list)
    .option('--theme <name>', 'generate only this theme; repeatable', list);

/** Checks the flags and turns them into the options of a search of a subject with `capabilities`. */
export function searchOptions(flags: SearchFlags, capabilities: Capabilities): CheckOptions {
  return {
    seed: flags.seed ?? randomSeed(),
    cases: flags.cases ?? (flags.time === undefined ? DEFAULT_CASES : Number.MAX_SAFE_INTEGER),
    profile: profileFor(flags.profile, capabilities),
    ...searchSeconds(flags),
    ...(flags.assume === undefined ? {} : { assume: assumptions(flags.assume) }),
    ...(flags.theme === undefined ? {} : { themes: flags.theme.map(themeCalled) }),
    ...(flags.rule === undefined ? {} : { rules: ruleIds(flags.rule) }),
    ...(flags.known === undefined ? {} : { known: readKnown(flags.known) }),
  };
}

/** Without a word about size a search ends after a time that a person waits; with `--cases` it never does. */
function searchSeconds({ cases, time }: SearchFlags): { seconds?: number } {
  if (time !== undefined) return { seconds: time };
  return cases === undefined ? { seconds: DEFAULT_SECONDS } : {};
}

/** The profile that was asked for, or the one whose contract the subject speaks. */
export function profileFor(name: string | undefined, capabilities: Capabilities): string {
  const names = Object.keys(PROFILES);
  if (name === undefined) {
    return names.find((profile) => capabilities.contracts.includes(PROFILES[profile]!.contract)) ?? names[0]!;
  }
  const profile = oneOf('profile', name, names, '`iommu-conformance assumptions`');
  const { contract } = PROFILES[profile]!;
  if (!capabilities.contracts.includes(contract)) {
    throw new UsageError(
      `profile ${profile} speaks the contract ${contract}, ${capabilities.name} only ${capabilities.contracts.join(', ')}; ` +
        'leave --profile out to take the fitting one',
    );
  }
  return profile;
}

const themeCalled = (name: string): string =>
  oneOf(
    'theme',
    name,
    THEMES.map((theme) => theme.name),
    '`iommu-conformance check --help`',
  );

/** `AMB-LEN=einval` … as choices. */
export function assumptions(texts: readonly string[]): Partial<AssumptionChoices> {
  const names = Object.keys(ASSUMPTION_POSITIONS) as AssumptionName[];
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', position = ''] = text.split('=');
      const assumption = oneOf('assumption', name, names, '`iommu-conformance assumptions`');
      const positions: readonly string[] = ASSUMPTION_POSITIONS[assumption];
      if (!positions.includes(position)) {
        throw new UsageError(`--assume ${text}: say ${assumption}=${positions.join(` or ${assumption}=`)}`);
      }
      return [assumption, position];
    }),
  ) as Partial<AssumptionChoices>;
}
