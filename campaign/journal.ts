import type { CampaignSample } from '../model/vocabulary/campaign';
import type { CorpusEntry } from './corpus/corpus';
import type { MergedFinding } from './findings/book';
import type { CampaignState } from './state';

/** Where a campaign writes down what it must not lose. */
export interface Journal {
  /** An entry came to the corpus; it is written with the next save, if it is still there. */
  addEntry(entry: CorpusEntry): void;
  /** Entries went; they go with the next save, when nothing that is written down needs them. */
  dropEntries(ids: readonly number[]): void;
  /** The state at the end of an epoch. */
  save(state: CampaignState): void;
  addSample(sample: CampaignSample): void;
  /**
   * The distinct findings so far: those that are new or changed are written, those that turned out to be others go.
   * Counts alone are written now and then, and when `isLast`.
   */
  keepFindings(findings: readonly MergedFinding[], isLast: boolean): void;
  /** A corpus entry that was added before. Throws CampaignError if it is lost. */
  entry(id: number): CorpusEntry;
}
