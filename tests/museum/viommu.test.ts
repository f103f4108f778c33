/** The museum of the viommu machine: rule × exhibit. */
import type { ViommuConfig } from '../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import { convictPlain, convictPlainByTrace, type PlainConviction } from '../../properties/plain/convict';
import { PlainJudge } from '../../properties/plain/judge';
import { parsePlainTrace } from '../../properties/plain/trace-file';
import { viommuMachine } from '../../properties/viommu';
import { viommuConfigSchema, viommuOpSchema } from '../../properties/viommu/trace-schema';
import { inBoxViommuSubject, standardViommuParts, type ViommuParts } from '../../reference/in-box/viommu';
import { viommuExhibits, viommuExhibitSubject, type ViommuExhibit } from '../../reference/museum/viommu';
import { ALL_SEEDS, FIXED_SEEDS, MOST_CASES, MOST_OTHERS } from './museum';

/** Enough to bring a trace down to the few ops that matter. */
const SHRINK_OPS = 500;

/** Exhibits take turns, so that each is tried at one seed in a run; with MUSEUM_SEEDS=all at every seed. */
const trials = viommuExhibits().flatMap((exhibit, i) =>
  FIXED_SEEDS.filter((_, turn) => ALL_SEEDS || i % FIXED_SEEDS.length === turn).map(
    (seed) => [exhibit.name, seed, exhibit] as const,
  ),
);

/** Whoever is hard is convicted by its stored trace. */
function convict(exhibit: ViommuExhibit, seed: string): PlainConviction<ViommuConfig, ViommuOp> | null {
  const { hard, name, rule } = exhibit;
  const subject = viommuExhibitSubject(exhibit);
  const options = { seed, maxCases: MOST_CASES, shrinkBudgetOps: SHRINK_OPS };
  if (hard === undefined) return convictPlain(viommuMachine, subject, rule, options);
  const stored = parsePlainTrace(hard, name, viommuMachine.name, viommuConfigSchema, viommuOpSchema);
  expect(stored).toMatchObject({ subject: subject.name, rule });
  return convictPlainByTrace(viommuMachine, subject, rule, stored);
}

test('each exhibit replaces exactly one part, by something else', () => {
  for (const { name, parts } of viommuExhibits()) {
    const replaced = Object.keys(parts) as (keyof ViommuParts)[];
    expect({ name, replaced: replaced.length }).toEqual({ name, replaced: 1 });
    expect({ name, same: parts[replaced[0]!] === standardViommuParts[replaced[0]!] }).toEqual({ name, same: false });
  }
});

test('exhibits are in kebab-case', () => {
  for (const { name } of viommuExhibits()) expect(name).toMatch(/^[a-z0-9.]+(-[a-z0-9.]+)*$/);
});

describe('convictions', () => {
  const sound = inBoxViommuSubject('in-box:viommu');
  const judge = new PlainJudge(viommuMachine);
  const convicted = new Set<string>();

  test.each(trials)('%s at seed %s: its rule convicts it, few others do, and in-box passes', (_name, seed, exhibit) => {
    const found = convict(exhibit, seed);
    expect(found?.reason).toBeTruthy();
    expect(found!.others.length).toBeLessThanOrEqual(MOST_OTHERS);
    const breaches = judge.judge(sound, found!.config, found!.ops, new Int32Array(judge.rules.length));
    expect(breaches.map(({ reason }) => reason)).toEqual([]);
    convicted.add(exhibit.rule);
  });

  test('every rule that can be judged convicts an exhibit', () => {
    const judged = viommuMachine.rules.filter(({ scope }) => scope !== 'untested').map(({ id }) => id);
    expect(judged.filter((id) => !convicted.has(id))).toEqual([]);
  });
});
