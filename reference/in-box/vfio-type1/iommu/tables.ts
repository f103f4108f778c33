import { DEFAULT_ASSUMPTIONS } from '../../../../model/vocabulary/assumption';
import { PAGE_SIZES, type PageTableConfig } from '../../../../model/vocabulary/config';
import type { DomainIndex } from '../../../../model/vocabulary/vfio-type1/op';
import { Domain as Tables, standardParts, type Parts } from '../../page-table';
import { Memory } from '../../page-table/memory';
import { bindParts, type BoundParts } from '../../page-table/parts';
import { Recorder } from '../../page-table/recorder';

/** First page of the tables: it has no C-bit (page-tables.md 1.5). */
const FIRST_TABLE = 0x30_0001;
/** Most containers have few tables, and there are many containers. */
const FEW_PAGES = 4;

/** Nobody asks for effects of the tables: one that keeps none serves all. */
const silent = new Recorder();
silent.enabled = false;

/** The memory of the page tables of a container. */
export class TableFactory {
  private readonly memory = new Memory(FIRST_TABLE, FEW_PAGES);
  private readonly bound: BoundParts;
  private readonly config: PageTableConfig;

  constructor(cBit: number | null, parts: Partial<Parts>) {
    this.bound = bindParts({ ...standardParts, ...parts });
    this.config = {
      format: 'amdv1',
      contract: 'generic-pt',
      topLevel: 2,
      vasz: 64,
      oasz: 52,
      pageSizes: PAGE_SIZES.v1,
      smeBit: cBit,
      flush: 'range',
      queued: false,
      domainType: 'paging',
      domains: 1,
      assumptions: DEFAULT_ASSUMPTIONS,
    };
    this.memory.reset(cBit);
  }

  /** Empty tables. */
  make(index: DomainIndex): Tables {
    const tables = new Tables(index, this.bound, this.memory, silent);
    tables.reset(this.config);
    return tables;
  }

  /** The tables go, whatever they hold. */
  free(tables: Tables): void {
    tables.parts.teardown(tables);
  }
}
