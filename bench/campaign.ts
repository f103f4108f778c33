import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Campaign } from '../campaign/campaign';
import { LocalCrew } from '../campaign/crew/local-crew';
import type { Stand } from '../campaign/stand';
import { PageTableStand } from '../campaign/stands/page-table/stand';
import { CampaignFolder } from '../campaign/store/folder';
import { wordsOf } from '../cli/campaign/words';
import { checkSubject } from '../properties/engine/check';
import { openSubject } from '../reference/registry';

const SEED = 'bench';
const PROFILE = 'linux-7.2';
const SUBJECT = 'in-box';
/** Cases measured: behind the first ones, in which V8 compiles and nearly every case is new to the corpus. */
const FIRST = 6144;
const CASES = 6144;

/** Seconds of processor time since `before`. */
const cpuSeconds = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

async function secondsOfCheck(): Promise<number> {
  const search = async (firstCase: number, cases: number): Promise<void> => {
    await checkSubject(await openSubject(SUBJECT), { seed: SEED, firstCase, cases, profile: PROFILE });
  };
  await search(0, FIRST / 4);
  const before = process.cpuUsage();
  await search(FIRST, CASES);
  return cpuSeconds(before);
}

/** A campaign on one core with corpus and state on disk, of the cases that `check` draws: all of them are fresh. */
async function secondsOfCampaign(): Promise<number> {
  const path = mkdtempSync(join(tmpdir(), 'bench-'));
  const choices = { seed: SEED, profile: PROFILE, assume: {}, themes: null, known: null };
  const stand: Stand = new PageTableStand(await openSubject(SUBJECT), choices);
  stand.mutate = (_, k) => stand.draw(k);
  const folder = new CampaignFolder(path, wordsOf(SUBJECT), { subject: SUBJECT, profile: PROFILE }, () => null);
  const limits = { seconds: null, cases: FIRST + CASES, plateauSeconds: null };
  let before = process.cpuUsage();
  const onEpoch = ({ cases }: { readonly cases: number }): void => {
    if (cases === FIRST) before = process.cpuUsage();
  };
  const plan = { seed: SEED, limits, earlier: [], state: null, onEpoch };
  await new Campaign(new LocalCrew([stand], SEED), folder, plan).run(new AbortController().signal);
  const seconds = cpuSeconds(before);
  rmSync(path, { recursive: true });
  return seconds;
}

/** Prints what behaviours, corpus, findings and files cost beside judging: processor time on the same cases. */
export async function printCampaignOverhead(): Promise<void> {
  const check = await secondsOfCheck();
  const campaign = await secondsOfCampaign();
  const rate = (seconds: number): string => (CASES / seconds).toFixed(0);
  console.log(
    `\ncampaign on ${SUBJECT}, cases ${FIRST} to ${FIRST + CASES} of check: ${rate(campaign)} cases/s of one core, ` +
      `check ${rate(check)}: ${((1 - check / campaign) * 100).toFixed(0)} % less`,
  );
}

if (require.main === module) void printCampaignOverhead();
