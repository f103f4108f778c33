import type { PageTableConfig } from './config';
import type { Op } from './op';

/** Machine name + configuration + ops. Everything is a trace: a case, a corpus entry, a counterexample, a vector. */
export interface Trace {
  readonly machine: 'page-table';
  readonly config: PageTableConfig;
  readonly ops: readonly Op[];
}
