import type { Trace } from '../../../model/vocabulary';
import type { ExaminedCase } from '../../../properties/page-table/fast-lane';
import type { CampaignCase } from '../../case';

/** A case of a page table with the model's expectations. */
export interface PageTableCase extends CampaignCase {
  readonly trace: Trace;
  readonly examined: ExaminedCase;
}
