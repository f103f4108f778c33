import { seededDraw } from '../../../properties/engine/draw';
import { CaseGenerator, drawTrace } from '../../../properties/page-table/generator';
import { PROFILES } from '../../../model/page-table/profiles';
import { openSubject } from '../../../reference/registry';
import { Campaign } from '../../campaign';
import { Corpus } from '../../corpus/corpus';
import { packTrace } from '../../corpus/packed-trace';
import { LocalCrew } from '../../crew/local-crew';
import { NO_LIMITS, Notes, patience } from '../../testing/counter';
import { PageTableStand } from './stand';

jest.setTimeout(60_000);

const SEED = 'stand';
const CHOICES = { seed: SEED, profile: 'linux-7.2', assume: {}, themes: null, known: null };
const standOf = async (name: string, themes: readonly string[] | null = null): Promise<PageTableStand> =>
  new PageTableStand(await openSubject(name), { ...CHOICES, themes });

test('fresh cases are those of `check`; what they show is told with the ops and choices that it took', async () => {
  const stand = await standOf('in-box');
  const { capabilities } = await openSubject('in-box');
  const { contract, assumptions } = PROFILES['linux-7.2']!;
  const generator = new CaseGenerator({ contract, assumptions, capabilities });
  for (let k = 0; k < 3; k++) {
    const one = stand.draw(k);
    expect(one.trace).toEqual(drawTrace(generator, seededDraw(SEED, k)));
    expect(one.novelties.length).toBeGreaterThan(0);
    expect(one.novelties.every(({ ops, draws }) => ops <= one.trace.ops.length && draws > 0)).toBe(true);
    expect(await stand.judge(one)).toEqual({ breaches: [], diedSlowly: false });
    expect(await stand.digest(one)).toBe(await stand.digest(one));
  }
});

test('a guided case is the same each time; a branch begins as its parent did', async () => {
  const stand = await standOf('in-box');
  const parent = stand.draw(3);
  const { trace, origin, novelties } = parent;
  const corpus = new Corpus();
  corpus.update({
    added: [{ id: 3, trace: packTrace(trace), origin, novelties }],
    removed: [],
    energies: Float64Array.of(1),
  });
  let branches = 0;
  for (let k = 100; k < 112; k++) {
    const one = stand.mutate(corpus, k);
    expect(stand.mutate(corpus, k).trace).toEqual(one.trace);
    expect(one.parent).toBe(3);
    if (one.origin === null) continue;
    branches++;
    const shared = novelties.find(({ draws }) => draws === one.origin![0]!.draws)!.ops;
    expect(one.trace.ops.slice(0, shared)).toEqual(trace.ops.slice(0, shared));
    expect(one.trace.config).toEqual(trace.config);
  }
  expect(branches).toBeGreaterThan(3);
});

test('a known bug is found, shrunk and explained', async () => {
  const crew = new LocalCrew([await standOf('exhibit:size-read-without-c-bit', ['page-sizes'])], SEED);
  const limits = { ...NO_LIMITS, cases: 72 };
  const campaign = new Campaign(crew, new Notes(), {
    seed: SEED,
    limits,
    earlier: [],
    state: null,
    shrinkBudgetOps: 1500,
  });
  await campaign.run(patience());
  const found = campaign.book.merged().find(({ finding }) => finding.rule === 'PT-017')!;
  expect(found.shrunk).toBe(true);
  expect(found.finding.counterexample.trace.ops.length).toBeLessThan(4);
  expect(found.finding.counterexample.reason).toContain('reads as');
});
