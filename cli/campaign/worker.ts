import { workerData } from 'node:worker_threads';
import { serveCampaign } from '../../campaign/crew/serve';
import { openCampaignStand } from './open-stand';
import type { StandSpec } from './spec';

/** A worker thread of a campaign: its data is the stand to open. */
const spec = workerData as StandSpec;
void serveCampaign(() => openCampaignStand(spec), spec.seed);
