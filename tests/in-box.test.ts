import { ASSUMPTION_POSITIONS, DEFAULT_ASSUMPTIONS, type AssumptionName } from '../model/vocabulary/assumption';
import { PROFILES } from '../model/page-table/profiles';
import { checkSubject } from '../properties/engine/check';
import { inBoxFor } from '../reference/in-box/page-table/positions';

/** A few seconds for all: a search at length is a campaign's business. */
const CASES = 200;

/** Every position of every open question, for itself. */
const POSITIONS = Object.entries(ASSUMPTION_POSITIONS).flatMap(([name, positions]) =>
  positions.map((position) => [name as AssumptionName, position] as const),
);

/** What the two codings of the document disagree on, or what either does against a rule: nothing. */
async function faults(profile: string, assume: Partial<typeof DEFAULT_ASSUMPTIONS>): Promise<string[]> {
  const assumptions = { ...PROFILES[profile]!.assumptions, ...assume };
  const subject = inBoxFor(assumptions);
  const verdict = await checkSubject(subject, { seed: 'in-box', cases: CASES, profile, assume });
  const findings = [...verdict.rules.flatMap((rule) => rule.findings), ...verdict.divergences];
  return findings.map((f) => `${f.rule} ${f.op} ${f.effect}: ${f.counterexample.reason}`);
}

describe('in-box conforms to the model and holds every rule', () => {
  test.each(Object.keys(PROFILES))('under profile %s', async (profile) => {
    expect(await faults(profile, {})).toEqual([]);
  });

  describe.each(['linux-7.2', 'linux-6.12'])('under profile %s', (profile) => {
    test.each(POSITIONS)('with %s=%s', async (name, position) => {
      expect(await faults(profile, { [name]: position })).toEqual([]);
    });
  });
});
