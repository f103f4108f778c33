/** The museum of the vfio-type1 machine: rule × exhibit. */
import { PlainJudge } from '../../properties/plain/judge';
import { convictPlain, convictPlainByTrace, type PlainConviction } from '../../properties/plain/convict';
import { parsePlainTrace } from '../../properties/plain/trace-file';
import { vfioType1Machine } from '../../properties/vfio-type1';
import { type1OpSchema } from '../../properties/vfio-type1/op-schema';
import { type1ConfigSchema } from '../../properties/vfio-type1/trace-schema';
import type { Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import { inBoxType1Subject, standardType1Parts, type Type1Parts } from '../../reference/in-box/vfio-type1';
import { type1Exhibits, type1ExhibitSubject, type Type1Exhibit } from '../../reference/museum/vfio-type1';
import { ALL_SEEDS, FIXED_SEEDS, MOST_CASES } from './museum';

jest.setTimeout(60_000);

/** Enough to bring a trace down to the few ops that matter. */
const SHRINK_OPS = 300;
/** A wrong flag shows in the call, in its CACHE, in the replay and in the C-bit of the IOPTE, and each has a rule of its own. */
const MOST_OTHERS = 4;

/** Exhibits take turns, so that each is tried at one seed in a run; with MUSEUM_SEEDS=all at every seed. */
const trials = type1Exhibits().flatMap((exhibit, i) =>
  FIXED_SEEDS.filter((_, turn) => ALL_SEEDS || i % FIXED_SEEDS.length === turn).map(
    (seed) => [exhibit.name, seed, exhibit] as const,
  ),
);
const convicted = new Set<string>();

/** Whoever is hard is convicted by its stored trace. */
function convict(exhibit: Type1Exhibit, seed: string): PlainConviction<Type1Config, Type1Op> | null {
  const { hard, name, rule } = exhibit;
  const subject = type1ExhibitSubject(exhibit);
  const options = { seed, maxCases: MOST_CASES, shrinkBudgetOps: SHRINK_OPS };
  if (hard === undefined) return convictPlain(vfioType1Machine, subject, rule, options);
  const stored = parsePlainTrace(hard, name, vfioType1Machine.name, type1ConfigSchema, type1OpSchema);
  expect(stored).toMatchObject({ subject: subject.name, rule });
  return convictPlainByTrace(vfioType1Machine, subject, rule, stored);
}

test('each exhibit replaces exactly one part, by something else', () => {
  for (const { name, parts } of type1Exhibits()) {
    const replaced = Object.keys(parts) as (keyof Type1Parts)[];
    expect({ name, replaced: replaced.length }).toEqual({ name, replaced: 1 });
    expect({ name, same: parts[replaced[0]!] === standardType1Parts[replaced[0]!] }).toEqual({ name, same: false });
  }
});

test('exhibits are in kebab-case', () => {
  for (const { name } of type1Exhibits()) expect(name).toMatch(/^[a-z0-9.]+(-[a-z0-9.]+)*$/);
});

describe('convictions', () => {
  const sound = inBoxType1Subject('in-box:vfio-type1');
  const judge = new PlainJudge(vfioType1Machine);
  const breachesOfSound = ({ config, ops }: PlainConviction<Type1Config, Type1Op>): readonly string[] =>
    judge.judge(sound, config, ops, new Int32Array(judge.rules.length)).map(({ reason }) => reason);

  test.each(trials)('%s at seed %s: its rule convicts it, few others do, and in-box passes', (_name, seed, exhibit) => {
    const found = convict(exhibit, seed);
    expect(found?.reason).toBeTruthy();
    expect(found!.others.length).toBeLessThanOrEqual(MOST_OTHERS);
    expect(breachesOfSound(found!)).toEqual([]);
    convicted.add(exhibit.rule);
  });

  test('every rule that can be judged convicts an exhibit', () => {
    const judged = vfioType1Machine.rules.filter(({ scope }) => scope !== 'untested').map(({ id }) => id);
    expect(judged.filter((id) => !convicted.has(id))).toEqual([]);
  });
});
