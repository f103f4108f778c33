import type { CampaignCase } from '../../campaign/case';
import { Harvest } from '../../campaign/corpus/harvest';
import { Workplace } from '../../campaign/crew/workplace';
import type { Stand } from '../../campaign/stand';
import { openCampaignStand } from '../../cli/campaign/open-stand';
import { PROFILES } from '../../model/page-table/profiles';
import { seededDraw } from '../../properties/engine/draw';
import { exhibits, exhibitSubject } from '../../reference/museum/page-table';
import type { Culprit } from './culprits';
import { uniformTrace } from './uniform';

/** How long it took until the exhibit's own rule convicted it. */
export interface Detection {
  /** Null: not within the cap. */
  readonly cases: number | null;
  /** Of CPU: other processes do not count. */
  readonly seconds: number;
}

/** A way of searching; null where the machine has none of that kind. */
export type Strategy = (culprit: Culprit, seed: string, cap: number) => Promise<Detection | null>;

const openStand = ({ name, profile }: Culprit, seed: string): Promise<Stand> =>
  openCampaignStand({
    subject: `exhibit:${name}`,
    seed,
    profile,
    assume: {},
    themes: null,
    known: null,
    inProcess: true,
  });

/** Times `search` from the first case on, by the CPU that it takes; it says which case convicted, or −1. */
async function timed(search: () => Promise<number>): Promise<Detection> {
  const started = process.cpuUsage();
  const found = await search();
  return { cases: found < 0 ? null : found + 1, seconds: process.cpuUsage(started).user / 1e6 };
}

/** Judges cases that do not depend on one another. */
async function searchEach(stand: Stand, rule: string, cap: number, make: (k: number) => CampaignCase): Promise<number> {
  for (let k = 0; k < cap; k++) {
    const { breaches } = await stand.judge(make(k));
    if (breaches.some((breach) => breach.rule === rule)) return k;
  }
  return -1;
}

/** (a) Uniformly random ops. Page tables only. */
export const uniform: Strategy = async (culprit, seed, cap) => {
  const exhibit = exhibits().find(({ name }) => name === culprit.name);
  if (exhibit === undefined) return null;
  const { contract } = PROFILES[culprit.profile]!;
  const { capabilities } = exhibitSubject(exhibit);
  const stand = await openStand(culprit, seed);
  const make = (k: number): CampaignCase =>
    stand.adopt(uniformTrace(seededDraw(`${seed}/uniform`, k), capabilities, contract), k);
  return timed(() => searchEach(stand, culprit.rule, cap, make));
};

/** (b) The generator of `check`, which looks at the model's state. */
export const generated: Strategy = async (culprit, seed, cap) => {
  const stand = await openStand(culprit, seed);
  return timed(() => searchEach(stand, culprit.rule, cap, (k) => stand.draw(k)));
};

/** (c) The guided search of `campaign`, by one worker. */
export const guided: Strategy = async (culprit, seed, cap) => {
  const stand = await openStand(culprit, seed);
  const { epochCases, shardCases } = stand.info.pace;
  const workplace = new Workplace(stand, seed);
  const harvest = new Harvest();
  workplace.begin(harvest.snapshot(0));
  return timed(async () => {
    for (let first = 0; first < cap; first += shardCases) {
      const epoch = Math.floor(first / epochCases);
      if (first > 0 && first % epochCases === 0) workplace.begin(harvest.update(epoch));
      const done = await workplace.do({ kind: 'shard', epoch, first, count: shardCases });
      if (done.kind !== 'shard') throw new Error(`a shard was answered with a ${done.kind}`);
      harvest.take(done.result);
      const caught = done.result.failures.filter(({ raw }) => raw.rule === culprit.rule);
      if (caught.length > 0) return Math.min(...caught.map(({ raw }) => raw.caseNumber));
    }
    return -1;
  });
};
