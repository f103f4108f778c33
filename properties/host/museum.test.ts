import type { RuleId } from '../../model/vocabulary/rule';
import { hostExhibits, hostExhibitSubject } from '../../reference/museum/host';
import { policySubject } from '../../reference/policies/subjects';
import { checkPolicy, hostRules } from '.';

const TIMEOUT_MS = 300_000;
/** Cases within which an exhibit must be found; most are in the first ones. */
const CONVICTION_CASES = 600;

/** Rules that policies are convicted of (policies.test.ts). */
const BY_POLICIES: readonly RuleId[] = ['RMP-091', 'RMP-092', 'RMP-093', 'RMP-095', 'RMP-096', 'RMP-097', 'RMP-H01'];

test('every rule can be broken: by a policy or by an exhibit', () => {
  const convicted = new Set([...BY_POLICIES, ...hostExhibits().map(({ rule }) => rule)]);
  expect(hostRules().filter(({ id }) => !convicted.has(id))).toEqual([]);
});

test.each(hostExhibits().map((exhibit) => [exhibit.rule, exhibit.name, exhibit] as const))(
  '%s convicts %s',
  (rule, _name, exhibit) => {
    const subject = hostExhibitSubject(exhibit);
    let found = false;
    for (let firstCase = 0; !found && firstCase < CONVICTION_CASES; firstCase++) {
      const options = { seed: 'museum', cases: 1, firstCase, rules: [rule], shrinkBudgetOps: 500 };
      found = checkPolicy(subject, options).rules.some(({ status }) => status === 'broken');
    }
    expect(found).toBe(true);
  },
  TIMEOUT_MS,
);

test('RMP-095 convicts a policy', () => {
  const subject = policySubject('policy:4k-only')!;
  const { rules } = checkPolicy(subject, { seed: 'museum', cases: 100, rules: ['RMP-095'], shrinkBudgetOps: 500 });
  expect(rules.map(({ status }) => status)).toEqual(['broken']);
});
