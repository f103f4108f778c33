/** Named choices of contract and assumptions. None may switch off a required rule. */
import type { AssumptionChoices, Contract } from '../vocabulary';
import { DEFAULT_ASSUMPTIONS } from '../vocabulary/assumption';

export interface Profile {
  readonly name: string;
  readonly contract: Contract;
  readonly assumptions: AssumptionChoices;
  /** Why this contract and these positions. */
  readonly reason: string;
}

const profile = (
  name: string,
  contract: Contract,
  choices: Partial<AssumptionChoices>,
  reason: string,
): readonly [string, Profile] => [
  name,
  { name, contract, assumptions: { ...DEFAULT_ASSUMPTIONS, ...choices }, reason },
];

export const PROFILES: Readonly<Record<string, Profile>> = Object.fromEntries([
  profile(
    'linux-7.2',
    'generic-pt',
    {},
    'the intended behaviour of generic_pt as of 7.2, whose own checks decide what is an error (page-tables.md 0.1: G3)',
  ),
  profile(
    'linux-6.12',
    'io-pgtable',
    { 'AMB-LEN': 'einval', 'AMB-LEN0': 'noop' },
    'the old driver behind the classic core, which checks alignment itself and does nothing for length 0 (3.11, 5)',
  ),
  profile(
    'strict',
    'generic-pt',
    { 'AMB-PA-HAS-C': 'strict', 'AMB-CBIT-READBACK': 'kept' },
    'generic-pt where every doubt about the C-bit is settled in favour of safety',
  ),
]);
