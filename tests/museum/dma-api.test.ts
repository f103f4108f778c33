/** The museum of the dma-api machine: rule × exhibit. */
import { PlainJudge } from '../../properties/plain/judge';
import { convictPlain, type PlainConviction } from '../../properties/plain/convict';
import { dmaApiMachine } from '../../properties/dma-api';
import type { DmaApiConfig } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import { inBoxDmaApiSubject, standardDmaApiParts, type DmaApiParts } from '../../reference/in-box/dma-api';
import { dmaApiExhibits, dmaApiExhibitSubject } from '../../reference/museum/dma-api';
import { MOST_CASES, MOST_OTHERS } from './museum';

jest.setTimeout(60_000);

/** Enough to bring a trace down to the few ops that matter. */
const SHRINK_OPS = 500;
const SEEDS = ['1', '2', '3', '4', '5'];

/** Exhibits take turns, so that each is tried at one seed in a run; with MUSEUM_SEEDS=all at every seed. */
const trials = dmaApiExhibits().flatMap((exhibit, i) =>
  SEEDS.filter((_, turn) => process.env['MUSEUM_SEEDS'] === 'all' || i % SEEDS.length === turn).map(
    (seed) => [exhibit.name, seed, exhibit] as const,
  ),
);
const convicted = new Set<string>();

test('each exhibit replaces exactly one part, by something else', () => {
  for (const { name, parts } of dmaApiExhibits()) {
    const replaced = Object.keys(parts) as (keyof DmaApiParts)[];
    expect({ name, replaced: replaced.length }).toEqual({ name, replaced: 1 });
    expect({ name, same: parts[replaced[0]!] === standardDmaApiParts[replaced[0]!] }).toEqual({ name, same: false });
  }
});

test('exhibits are in kebab-case', () => {
  for (const { name } of dmaApiExhibits()) expect(name).toMatch(/^[a-z0-9.]+(-[a-z0-9.]+)*$/);
});

describe('convictions', () => {
  const sound = inBoxDmaApiSubject('in-box:dma-api');
  const judge = new PlainJudge(dmaApiMachine);
  const breachesOfSound = ({ config, ops }: PlainConviction<DmaApiConfig, DmaApiOp>): readonly string[] =>
    judge.judge(sound, config, ops, new Int32Array(judge.rules.length)).map(({ reason }) => reason);

  test.each(trials)('%s at seed %s: its rule convicts it, few others do, and in-box passes', (_name, seed, exhibit) => {
    const options = { seed, maxCases: MOST_CASES, shrinkBudgetOps: SHRINK_OPS };
    const found = convictPlain(dmaApiMachine, dmaApiExhibitSubject(exhibit), exhibit.rule, options);
    expect(found?.reason).toBeTruthy();
    expect(found!.others.length).toBeLessThanOrEqual(MOST_OTHERS);
    expect(breachesOfSound(found!)).toEqual([]);
    convicted.add(exhibit.rule);
  });

  test('every rule that can be judged convicts an exhibit', () => {
    const judged = dmaApiMachine.rules.filter(({ scope }) => scope !== 'untested').map(({ id }) => id);
    expect(judged.filter((id) => !convicted.has(id))).toEqual([]);
  });
});
