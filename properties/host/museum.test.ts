import { hostExhibits, hostExhibitSubject } from '../../reference/museum/host';
import { checkPolicy, hostRules } from '.';

const TIMEOUT_MS = 300_000;
/** Cases within which an exhibit must be found; most are in the first ones. */
const CONVICTION_CASES = 600;

test('every rule has an exhibit', () => {
  const convicted = new Set(hostExhibits().map(({ rule }) => rule));
  expect(hostRules().filter(({ id }) => !convicted.has(id))).toEqual([]);
});

test.each(hostExhibits().map((exhibit) => [exhibit.rule, exhibit.name, exhibit] as const))(
  '%s convicts %s',
  async (rule, _name, exhibit) => {
    const subject = hostExhibitSubject(exhibit);
    let found = false;
    for (let firstCase = 0; !found && firstCase < CONVICTION_CASES; firstCase++) {
      const options = { seed: 'museum', cases: 1, firstCase, rules: [rule], shrinkBudgetOps: 500 };
      found = (await checkPolicy(subject, options)).rules.some(({ status }) => status === 'broken');
    }
    expect(found).toBe(true);
  },
  TIMEOUT_MS,
);
