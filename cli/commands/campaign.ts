import { addCampaignOptions, type CampaignFlags } from '../campaign/flags';
import { addCorpus } from '../campaign/corpus';
import { addQueueWorker } from '../campaign/queue-worker';
import { runCampaign } from '../campaign/run';
import { interruptible } from '../interrupt';
import type { AddCommand } from './command';

/** `campaign <subject>`: a search of hours on all cores, that survives a kill. */
export const addCampaign: AddCommand = (program, door, end) => {
  const campaign = addCampaignOptions(
    program
      .command('campaign')
      .description('search for hours on all cores: guided by what is new, resumed after a kill')
      .argument('<subject>', 'its name; `subjects` lists them'),
  );
  campaign.action((name: string, flags: CampaignFlags) =>
    interruptible(async (signal) => end(await runCampaign(name, flags, door, signal))),
  );
  addQueueWorker(campaign, door, end);
  addCorpus(campaign, door, end);
};
