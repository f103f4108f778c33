import { PageTableMachine } from '../../model/page-table';
import type { IovaPage, Log2Size, PageTableConfig } from '../../model/vocabulary';

/** What a rule may know of a domain's configuration: its sizes and its aperture (page-tables.md 1.10, 2.3). */
export interface EffectiveSizes {
  readonly sizes: readonly Log2Size[];
  readonly bitmap: bigint;
  readonly lastAperturePage: IovaPage;
}

/** The effective page sizes and aperture of `config`. */
export function effectiveSizes(config: PageTableConfig): EffectiveSizes {
  const { sizes, bitmap, lastAperturePage } = new PageTableMachine(config);
  return { sizes, bitmap, lastAperturePage };
}
