import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CRASHING, ODD, UNBOUNDED, counter } from '../properties/plain/testing/counter';
import { UNSTABLE } from './shard';
import { CampaignFolder } from './store/folder';
import { COUNTER_WORDS, Notes, counterCampaign, patience, totalsOf } from './testing/counter';

const CASES = 200;

test.each([2, 4])('%i workers find what one finds', async (workers) => {
  const alone = counterCampaign({ cases: CASES }, { subject: ODD }).campaign;
  const together = counterCampaign({ cases: CASES }, { subject: ODD, workers }).campaign;
  await alone.run(patience());
  await together.run(patience());
  expect(totalsOf(together)).toEqual(totalsOf(alone));
  expect(alone.totals.cases).toBe(CASES);
  expect(alone.totals.themes['mutated']).toBeGreaterThan(0);
  expect(alone.book.merged().length).toBeGreaterThan(0);
});

test('case k is the case k of `check` where it is fresh, and cases of the first epoch all are', async () => {
  const { campaign } = counterCampaign({ cases: 32 });
  await campaign.run(patience());
  expect(campaign.totals.themes).not.toHaveProperty('mutated');
});

describe('a campaign that goes on', () => {
  let path: string;
  beforeEach(() => (path = mkdtempSync(join(tmpdir(), 'campaign-'))));
  afterEach(() => rmSync(path, { recursive: true }));
  const folderOf = () => new CampaignFolder(path, COUNTER_WORDS, { subject: 'odd', profile: 'default' }, () => null);

  test.each([64, 77, 100])(
    'from a state after %i cases comes to the totals of one that never stopped',
    async (first) => {
      const whole = counterCampaign({ cases: CASES }, { subject: ODD }).campaign;
      await whole.run(patience());
      await counterCampaign({ cases: first }, { subject: ODD, journal: folderOf() }).campaign.run(patience());
      const folder = folderOf();
      const state = folder.readState();
      expect(state).not.toBeNull();
      const resumed = counterCampaign({ cases: CASES, state }, { subject: ODD, journal: folder, workers: 2 }).campaign;
      await resumed.run(patience());
      expect(totalsOf(resumed)).toEqual(totalsOf(whole));
    },
  );
});

describe('findings', () => {
  const findingsOf = async (subject: typeof ODD) => {
    const { campaign } = counterCampaign({ cases: 64 }, { subject });
    await campaign.run(patience());
    return campaign.book.merged();
  };

  test('are distinct, shrunk, and counted', async () => {
    const [finding, ...more] = await findingsOf(UNBOUNDED);
    expect(finding).toMatchObject({ shrunk: true, finding: { rule: 'RMP-901', op: 'add', known: false } });
    expect(finding!.finding.count).toBeGreaterThan(20);
    // A few additions that pass the limit of 10.
    expect(finding!.finding.counterexample.trace.ops.length).toBeLessThan(6);
    expect(more.map(({ finding: { rule } }) => rule)).not.toContain('RMP-901');
  });

  test('a crash is one, and the campaign goes on', async () => {
    expect(await findingsOf(CRASHING)).toContainEqual(
      expect.objectContaining({ finding: expect.objectContaining({ rule: null, effect: 'crashed' }) }),
    );
  });

  test('a subject that answers otherwise when it is asked again is unstable', async () => {
    let calls = 0;
    const fickle = counter('fickle', (total, n, limit) => (++calls % 7 === 0 ? 0 : Math.min(limit, total + n)));
    const { campaign } = counterCampaign({ cases: 512 }, { subject: fickle });
    await campaign.run(patience());
    expect(campaign.totals.rerun).toBe(8);
    expect(campaign.totals.unstable).toBeGreaterThan(0);
    expect(campaign.book.merged().map(({ finding }) => finding.effect)).toContain(UNSTABLE);
  });

  test('traces of an earlier campaign run before the first case', async () => {
    const trace = { machine: 'counter', config: { limit: 12 }, ops: [{ op: 'add', n: 3 }] };
    const { campaign } = counterCampaign({ cases: 1, earlier: [trace] }, { subject: ODD });
    await campaign.run(patience());
    expect(campaign.book.merged()[0]).toMatchObject({ firstCase: null, finding: { effect: 'another total' } });
    expect(campaign.totals.cases).toBe(1);
  });
});

describe('it ends', () => {
  test('at once when it is interrupted, without a state that is half an epoch', async () => {
    const journal = new Notes();
    const { campaign } = counterCampaign({}, { journal });
    const controller = new AbortController();
    const running = campaign.run(controller.signal);
    setTimeout(() => controller.abort(), 50);
    expect(await running).toBe('interrupted');
    expect(journal.state!.totals.cases % 32).toBe(0);
  });

  test('when nothing new comes', async () => {
    const limits = { seconds: 60, cases: null, plateauSeconds: 0.2 };
    const { campaign } = counterCampaign({ limits });
    expect(await campaign.run(patience())).toBe('plateau');
    expect(campaign.quietSeconds).toBeGreaterThanOrEqual(0.2);
  });

  test('when the time is over', async () => {
    const { campaign } = counterCampaign({ limits: { seconds: 0.1, cases: null, plateauSeconds: null } });
    expect(await campaign.run(patience())).toBe('time');
    expect(campaign.totals.goalCases[0]).toBeGreaterThan(0);
  });
});
