import type { Stand } from '../../campaign/stand';
import { PageTableStand } from '../../campaign/stands/page-table/stand';
import { openSubject } from '../../reference/registry';
import { standOf } from '../plain/stands';
import type { StandSpec } from './spec';

/** Puts the subject on a stand of its own, in this thread. */
export async function openCampaignStand(spec: StandSpec): Promise<Stand> {
  const { subject, inProcess } = spec;
  const stand = standOf(subject);
  if (stand !== null) return stand.campaign(subject, spec);
  return new PageTableStand(await openSubject(subject, { isolated: !inProcess }), spec);
}
