import { RMP_ASSUMPTION_POSITIONS } from '../../model/vocabulary/rmp/assumption';
import type { RuleId } from '../../model/vocabulary/rule';
import { policies } from '../../reference/policies';
import { policySubject } from '../../reference/policies/subjects';
import { seededDraw } from '../engine/draw';
import { checkPolicy, hostRules, HostJudge, HostSource, runCase, type HostVerdict, type PolicyCheckOptions } from '.';

/** This machine may be busy with other things. */
const TIMEOUT_MS = 300_000;
/** Cases within which a policy must be convicted. host.md, What a prototype of this showed. */
const CONVICTION_CASES = 200;
const HOLDING_CASES = 100;
const ALTERNATIVE_CASES = 4;
/** MUSEUM_SEEDS=all tries every policy at twenty seeds. */
const SEEDS = process.env['MUSEUM_SEEDS'] === 'all' ? [...'abcdefghijklmnopqrst'] : ['a'];

const check = (name: string, options: Partial<PolicyCheckOptions>): Promise<HostVerdict> =>
  checkPolicy(policySubject(`policy:${name}`)!, { seed: 'sound', cases: HOLDING_CASES, ...options });

/** One search at length for each policy, which several tests look at. */
const searches = new Map<string, Promise<HostVerdict>>();
function searched(name: string, options: Partial<PolicyCheckOptions> = {}): Promise<HostVerdict> {
  const search = searches.get(name) ?? check(name, options);
  searches.set(name, search);
  return search;
}

const brokenRequired = ({ rules }: HostVerdict): string[] =>
  rules
    .filter(({ rule, status }) => rule.level === 'required' && status === 'broken')
    .map(({ rule, findings }) => `${rule.id}: ${findings[0]!.counterexample.reason}`);

/** The first case that breaks one of the rules: its smallest traces. */
async function convict(name: string, seed: string, rules: readonly RuleId[], options: Partial<PolicyCheckOptions>) {
  for (let firstCase = 0; firstCase < CONVICTION_CASES; firstCase++) {
    const verdict = await check(name, { ...options, seed, cases: 1, firstCase, rules });
    const found = verdict.rules.flatMap(({ findings }) => findings.map(({ counterexample }) => counterexample));
    if (found.length > 0) return found;
  }
  return [];
}

test('the policies are those of host.md', () => {
  expect(policies().map(({ name }) => name)).toEqual([
    '4k-only',
    'biggest-page',
    'check-then-act',
    'correct',
    'granule-2m',
    'late-flush',
    'no-unmap',
    'nohugepages',
    'psmash-alone',
    'size-at-map',
    'v2-pgsizes-only',
  ]);
  expect(policySubject('policy:nobody')).toBeNull();
});

test.each<readonly [string, readonly RuleId[], number, Partial<PolicyCheckOptions>]>([
  ['v2-pgsizes-only', ['RMP-091'], 3, { backing: 'in-place' }],
  ['biggest-page', ['RMP-091'], 3, {}],
  ['biggest-page', ['RMP-093'], 3, {}],
  ['4k-only', ['RMP-093'], 3, {}],
  ['size-at-map', ['RMP-093'], 3, {}],
  ['no-unmap', ['RMP-092'], 3, {}],
  ['late-flush', ['RMP-097'], 3, {}],
  ['psmash-alone', ['RMP-096'], 3, {}],
  ['check-then-act', ['RMP-091', 'RMP-092', 'RMP-093'], 5, {}],
])(
  '%s is convicted of %j, in %i ops at most',
  async (name, rules, ops, options) => {
    for (const seed of SEEDS) {
      const found = await convict(name, seed, rules, options);
      expect(found.length).toBeGreaterThan(0);
      expect(Math.min(...found.map(({ trace }) => trace.ops.length))).toBeLessThanOrEqual(ops);
    }
  },
  TIMEOUT_MS,
);

test.each<readonly [string, Partial<PolicyCheckOptions>]>([
  ['correct', {}],
  ['nohugepages', {}],
  ['granule-2m', {}],
  ['v2-pgsizes-only', { backing: 'separate' }],
])(
  '%s holds every required rule',
  async (name, options) => {
    expect(brokenRequired(await searched(name, options))).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'correct holds the recommended rule too, exercises every rule and reaches every goal',
  async () => {
    const { rules, goals, tally } = await searched('correct');
    expect(rules.filter(({ status }) => status === 'broken')).toEqual([]);
    expect(rules.filter(({ exercised }) => exercised === 0).map(({ rule }) => rule.id)).toEqual([]);
    expect(tally.probeShare).toBeGreaterThanOrEqual(0.95);
    expect(goals!.filter(({ reached }) => !reached)).toEqual([]);
  },
  TIMEOUT_MS,
);

test('nohugepages breaks the recommended rule, and no other', async () => {
  const { rules } = await searched('nohugepages');
  expect(rules.filter(({ status }) => status === 'broken').map(({ rule }) => rule.id)).toEqual(['RMP-H01']);
});

test('check-then-act is convicted under interleaving only', () => {
  const subject = policySubject('policy:check-then-act')!;
  const source = new HostSource({}, null);
  const judge = new HostJudge(hostRules());
  for (let k = 0; k < HOLDING_CASES; k++) {
    const { config, ops } = runCase(judge, subject, source, seededDraw('alone', k), 'interleave');
    const alone = ops.filter(({ op }) => op !== 'run').map((op) => (op.op === 'start' ? { ...op, hold: null } : op));
    expect(judge.judge(subject, config, alone)).toEqual([]);
  }
});

test('granule-2m converts more pages than it is asked to', async () => {
  const { tally } = await searched('granule-2m');
  const { tally: correct } = await searched('correct');
  const cost = tally.pagesConverted / tally.pagesAsked;
  expect(cost).toBeGreaterThan(correct.pagesConverted / correct.pagesAsked);
  process.stdout.write(
    `granule-2m: ${tally.pagesAsked} pages asked for, ${tally.pagesConverted} converted; ` +
      `correct: ${correct.pagesAsked} and ${correct.pagesConverted}\n`,
  );
});

test.each(
  Object.entries(RMP_ASSUMPTION_POSITIONS).flatMap(([name, [, ...others]]) =>
    others.map((position): readonly [string, unknown] => [name, position]),
  ),
)(
  'correct holds every rule under %s = %s',
  async (name, position) => {
    const { rules } = await check('correct', { cases: ALTERNATIVE_CASES, assume: { [name]: position } });
    expect(rules.filter(({ status }) => status === 'broken').map(({ rule }) => rule.id)).toEqual([]);
  },
  TIMEOUT_MS,
);
