import { convict, convictByTrace, type Conviction } from '../../properties/engine/convict';
import { rulesWithoutConviction, type MatrixRow } from '../../properties/engine/matrix';
import { allRules } from '../../properties/page-table/catalogue';
import { Inspector, needsRelations } from '../../properties/page-table/inspect';
import { inBoxSubject } from '../../reference/in-box/page-table';
import { exhibits, exhibitSubject } from '../../reference/museum/page-table';
import { FIXED_SEEDS, MOST_CASES, MOST_OTHERS, profileOf } from './museum';

jest.setTimeout(60_000);

const SHRINK_OPS = 3_000;

const convictions = new Map<string, Conviction | null>();

beforeAll(async () => {
  for (const [i, exhibit] of exhibits().entries()) {
    const seed = FIXED_SEEDS[i % FIXED_SEEDS.length]!;
    const options = { seed, maxCases: MOST_CASES, profile: profileOf(exhibit), shrinkBudgetOps: SHRINK_OPS };
    const [subject, { name, rule, hard }] = [exhibitSubject(exhibit), exhibit];
    const search = hard === undefined;
    convictions.set(name, search ? await convict(subject, rule, options) : await convictByTrace(subject, rule, hard));
  }
});

const rows = (): MatrixRow[] =>
  exhibits().map(({ name, rule }) => {
    const found = convictions.get(name) ?? null;
    return {
      name,
      rule,
      cases: found === null ? null : found.caseNumber + 1,
      traceOps: found?.trace.ops.length ?? 0,
      broke: found === null ? [] : [rule, ...found.others],
    };
  });

test('each exhibit is convicted by the rule that it names', () => {
  expect(rows().filter(({ cases }) => cases === null)).toEqual([]);
});

test('every rule that can be judged convicts an exhibit', () => {
  expect(rulesWithoutConviction(rows())).toEqual([]);
});

test('an exhibit breaks its own rule and few others', () => {
  const wide = rows().filter(({ broke }) => broke.length > 1 + MOST_OTHERS);
  expect(wide).toEqual([]);
});

test('the unchanged in-box implementation passes the trace of every exhibit', async () => {
  const rules = allRules();
  const inspector = new Inspector(inBoxSubject(), rules);
  for (const { name, rule } of exhibits()) {
    const { trace, breach } = convictions.get(name)!;
    const { breaches } = await inspector.inspect(trace, needsRelations(breach.rule) ? breach.rule : null);
    expect({ name, rule, breaches: breaches.map((b) => b.reason) }).toEqual({ name, rule, breaches: [] });
  }
});
