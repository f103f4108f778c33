import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Campaign } from '../campaign/campaign';
import { ThreadCrew } from '../campaign/crew/thread-crew';
import { CampaignFolder } from '../campaign/store/folder';
import type { StandSpec } from '../cli/campaign/spec';
import { wordsOf } from '../cli/campaign/words';

const SUBJECT = 'in-box';
const PROFILE = 'linux-7.2';
/** Cases measured, a worker: behind the first ones, in which V8 compiles and nearly every case is new to the corpus. */
const FIRST = 8192;
const CASES = 8192;

/** Cases a second of a campaign with so many workers, corpus and state on disk. */
async function campaignRate(seed: string, workers: number): Promise<number> {
  const path = mkdtempSync(join(tmpdir(), 'bench-'));
  const spec: StandSpec = {
    subject: SUBJECT,
    seed,
    profile: PROFILE,
    assume: {},
    themes: null,
    known: null,
    inProcess: false,
  };
  const crew = await ThreadCrew.start(join(__dirname, '..', 'cli', 'campaign', 'worker.js'), spec, workers);
  const folder = new CampaignFolder(path, wordsOf(SUBJECT), { subject: SUBJECT, profile: PROFILE }, () => null);
  const limits = { seconds: null, cases: workers * (FIRST + CASES), plateauSeconds: null };
  let began = performance.now();
  let ended = began;
  const onEpoch = ({ cases }: { readonly cases: number }): void => {
    if (cases === workers * FIRST) began = performance.now();
    ended = performance.now();
  };
  await new Campaign(crew, folder, { seed, limits, earlier: [], state: null, onEpoch }).run(
    new AbortController().signal,
  );
  await crew.close();
  rmSync(path, { recursive: true });
  return (workers * CASES * 1000) / (ended - began);
}

/** The same in so many processes that know nothing of each other: what the cores themselves give. */
async function independentRate(processes: number): Promise<number> {
  const one = (seed: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [__filename, `bench-${seed}`], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.on('error', reject);
      child.on('close', () => resolve(Number(text)));
    });
  const rates = await Promise.all(Array.from({ length: processes }, (_, seed) => one(seed)));
  return rates.reduce((sum, rate) => sum + rate, 0);
}

/** Prints what two workers do to the throughput of one. */
async function printWorkers(): Promise<void> {
  const title = `\ncampaign on ${SUBJECT}, cases ${FIRST} to ${FIRST + CASES} a worker:`;
  if (cpus().length < 2) return console.log(`${title} not measured, there is one core`);
  const one = await campaignRate('bench', 1);
  const two = await campaignRate('bench', 2);
  const apart = await independentRate(2);
  const times = (rate: number): string => `${rate.toFixed(0)} cases/s (${(rate / one).toFixed(2)} times one)`;
  console.log(`${title} one worker ${one.toFixed(0)} cases/s, two workers ${times(two)}`);
  console.log(`two campaigns of one worker side by side, each for itself: ${times(apart)}`);
}

const [seed] = process.argv.slice(2);
if (require.main === module) {
  if (seed === undefined) void printWorkers();
  else void campaignRate(seed, 1).then((rate) => console.log(rate));
}
