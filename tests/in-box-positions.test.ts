import { PROFILES } from '../model/page-table/profiles';
import type { AssumptionChoices } from '../model/vocabulary';
import { ASSUMPTION_POSITIONS, type AssumptionName } from '../model/vocabulary/assumption';
import { checkSubject } from '../properties/engine/check';
import { inBoxFor } from '../reference/in-box/page-table/positions';

/** A second or less for each position: a search at length is a campaign's business. */
const CASES = 30;
/** For a machine that is busy. */
const TIMEOUT_MS = 60_000;

/** Every position that the profile does not take, of each open question for itself. */
const otherPositions = (profile: string): (readonly [AssumptionName, string])[] =>
  Object.entries(ASSUMPTION_POSITIONS).flatMap(([question, positions]) => {
    const name = question as AssumptionName;
    return positions.filter((p) => p !== PROFILES[profile]!.assumptions[name]).map((p) => [name, p] as const);
  });

/** What the two codings of the document disagree on, or what either does against a rule: nothing. */
async function faults(profile: string, assume: Partial<AssumptionChoices>): Promise<string[]> {
  const subject = inBoxFor({ ...PROFILES[profile]!.assumptions, ...assume });
  const verdict = await checkSubject(subject, { seed: 'positions', cases: CASES, profile, assume });
  const findings = [...verdict.rules.flatMap((rule) => rule.findings), ...verdict.divergences];
  return findings.map((f) => `${f.rule} ${f.op} ${f.effect}: ${f.counterexample.reason}`);
}

describe.each(Object.keys(PROFILES))(
  'in-box under profile %s conforms to the model and holds every rule',
  (profile) => {
    const expectNoFaults = async (assume: Partial<AssumptionChoices>): Promise<void> =>
      expect(await faults(profile, assume)).toEqual([]);

    test('with its own positions', () => expectNoFaults({}), TIMEOUT_MS);

    test.each(otherPositions(profile))(
      'with %s=%s',
      (name, position) => expectNoFaults({ [name]: position } as Partial<AssumptionChoices>),
      TIMEOUT_MS,
    );
  },
);
