import type { KeptEntry } from './corpus/harvest';
import type { Way } from './findings/book';
import type { TotalsState } from './totals';

/** A way of failing as it is written down; its trace, while it waits to be shrunk, lies in its finding's folder. */
export type WayState = Way;

/** Everything that a campaign must know to go on after the end of an epoch, but for the traces of the corpus. */
export interface CampaignState {
  /** The epoch that comes next. */
  readonly epoch: number;
  readonly seconds: number;
  /** When the last new behaviour was seen. */
  readonly newestSeconds: number;
  readonly totals: TotalsState;
  readonly corpus: readonly KeptEntry[];
  /** Behaviours whose traces are no longer in it, and the ops that they took, in turn. */
  readonly orphans: readonly number[];
  readonly ways: readonly WayState[];
  readonly droppedWays: readonly string[];
}
