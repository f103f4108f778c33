import { PLAIN_STANDS } from '../../cli/plain/stands';
import { PROFILES } from '../../model/page-table/profiles';
import type { RuleId } from '../../model/vocabulary/rule';
import { exhibits } from '../../reference/museum/page-table';

/** An exhibit of any machine: the rule that must convict it, and the profile to search under. */
export interface Culprit {
  readonly name: string;
  readonly rule: RuleId;
  readonly profile: string;
  readonly isHard: boolean;
}

/** The whole museum, page tables first. */
export const culprits = (): readonly Culprit[] => [
  ...exhibits().map(({ name, rule, contract, hard }) => {
    const profile = Object.keys(PROFILES).find((candidate) => PROFILES[candidate]!.contract === contract)!;
    return { name, rule, profile, isHard: hard !== undefined };
  }),
  ...PLAIN_STANDS.flatMap((stand) =>
    stand.exhibits().map(({ name, rule, hard }) => ({ name, rule, profile: 'default', isHard: hard !== undefined })),
  ),
];
