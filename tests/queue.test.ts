import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Campaign } from '../campaign/campaign';
import { unpackTrace } from '../campaign/corpus/packed-trace';
import type { Crew } from '../campaign/crew/crew';
import { LocalCrew } from '../campaign/crew/local-crew';
import type { Journal } from '../campaign/journal';
import { QueueCrew } from '../campaign/queue/queue-crew';
import { openCampaignStand } from '../cli/campaign/open-stand';
import type { StandSpec } from '../cli/campaign/spec';
import { packageVersion } from '../cli/version';
import { ensureBuilt, ROOT } from './support/built';
import { commandLine, expectOneLine } from './support/cli';
import { startRedis, type TestRedis } from './support/redis';

jest.setTimeout(60_000);

/** Epochs of this machine have 128 cases: workers exchange what they found once. */
const SPEC: StandSpec = {
  subject: 'exhibit:wrapper-level-from-own-entry',
  seed: 'queue',
  profile: 'default',
  assume: {},
  themes: null,
  known: null,
  inProcess: false,
};
const CASES = 192;
const LIMITS = { seconds: null, cases: CASES, plateauSeconds: null };

/** After the first epoch, when the tasks of the second one are on their way to the workers. */
const KILL_MS = 20;

/** Nothing of the test is worth writing down. */
const NO_JOURNAL: Journal = {
  addEntry: () => undefined,
  dropEntries: () => undefined,
  save: () => undefined,
  addSample: () => undefined,
  keepFindings: () => undefined,
  entry: () => {
    throw new Error('nothing was resumed');
  },
};

/** All that a campaign says in the end, but for when it did. */
async function conduct(crew: Crew, onEpoch: () => void = () => undefined) {
  const plan = { seed: SPEC.seed, limits: LIMITS, earlier: [], state: null, shrinkBudgetOps: 100, onEpoch };
  const campaign = new Campaign(crew, NO_JOURNAL, plan);
  const end = await campaign.run(new AbortController().signal);
  const findings = campaign.book.merged().map(({ firstSeconds: _, ...finding }) => finding);
  const { totals, harvest } = campaign;
  const corpus = harvest.snapshot(0).corpus.added.map((entry) => ({ ...entry, trace: unpackTrace(entry.trace) }));
  return { end, findings, totals: totals.state, behaviours: harvest.behaviours, corpus };
}

const worker = (url: string): ChildProcess =>
  spawn(
    process.execPath,
    [join(ROOT, 'bin', 'iommu-conformance.js'), 'campaign', 'worker', '--workers', '1', '--queue', url],
    { stdio: 'ignore' },
  );

describe('with a Redis', () => {
  let redis: TestRedis | undefined;
  let url: string;
  beforeAll(async () => {
    ensureBuilt();
    redis = await startRedis();
    ({ url } = redis);
  });
  afterAll(() => redis?.stop());

  test('two workers, one killed in the middle: totals, corpus and findings are those of one process', async () => {
    const stand = await openCampaignStand(SPEC);
    const workers = [worker(url), worker(url)] as const;
    const left = workers.map((child) => once(child, 'exit'));
    const notes: string[] = [];
    const campaign = { toolVersion: packageVersion(), spec: SPEC, info: stand.info, note: notes.push.bind(notes) };
    const crew = await QueueCrew.start(url, campaign);
    let epochs = 0;
    const together = await conduct(crew, () => {
      if (++epochs === 2) setTimeout(() => workers[0].kill('SIGKILL'), KILL_MS);
    });
    await crew.close();
    const alone = await conduct(new LocalCrew([stand], SPEC.seed));
    expect(alone.findings.length).toBeGreaterThan(0);
    expect(together).toEqual(alone);
    expect(together.end).toBe('cases');
    expect(notes).toEqual([]);
    const codes = (await Promise.all(left)).map(([code, signal]) => (signal as string | null) ?? (code as number));
    expect(codes).toEqual(['SIGKILL', 0]);
  });

  test('a worker of another version is turned away, and so is a second campaign', async () => {
    const { info } = await openCampaignStand(SPEC);
    const crew = await QueueCrew.start(url, { toolVersion: '0.0.9', spec: SPEC, info, note: () => undefined });
    const late = await commandLine(['campaign', 'worker', '--queue', url]);
    expectOneLine(late, 64, /run by version 0\.0\.9 .* this worker is .*: install the same version on both sides/);
    await crew.close();
  });
});

test('a queue that cannot be used is one line', async () => {
  const worker = (...args: string[]) => commandLine(['campaign', 'worker', ...args]);
  expectOneLine(await worker(), 64, /campaign worker needs --queue/);
  expectOneLine(await worker('--queue', 'localhost:6379'), 64, /wants an address like redis:.*localhost:6379/);
  expectOneLine(await worker('--queue', 'redis://127.0.0.1:1'), 64, /127\.0\.0\.1:1.*ECONNREFUSED.*start a Redis/);
  const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n')).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  expectOneLine(await worker('--queue', `redis://127.0.0.1:${port}`), 64, /is no Redis \(it says "HTTP/);
  stranger.close();
});
