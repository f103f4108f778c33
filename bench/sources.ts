import type { Capabilities, Op, PageTableConfig } from '../model/vocabulary';
import { DEFAULT_ASSUMPTIONS } from '../model/vocabulary/assumption';
import { PAGE_SIZES } from '../model/vocabulary/config';
import { OpKind, makeOp } from '../model/vocabulary/op';
import { Prot } from '../model/vocabulary/prot';
import { ALL_PAGES } from '../model/vocabulary/units';
import type { Draw } from '../properties/engine/draw';
import type { CaseSource } from '../properties/page-table/fast-lane';
import { CaseGenerator, THEMES } from '../properties/page-table/generator';

/** The plain configuration of the AMD driver: v1, three levels at the start, full address space, C-bit at 51. */
export const PLAIN_CONFIG: PageTableConfig = {
  format: 'amdv1',
  contract: 'generic-pt',
  topLevel: 2,
  vasz: 64,
  oasz: 52,
  pageSizes: PAGE_SIZES.v1,
  smeBit: 51,
  flush: 'range',
  queued: false,
  domainType: 'paging',
  domains: 1,
  assumptions: DEFAULT_ASSUMPTIONS,
};

/** The mix of the bench: the core theme of `check` on AMD v1, every case of exactly `ops` ops. */
export const fixedLength = (ops: number, capabilities: Capabilities): CaseSource =>
  new CaseGenerator({
    contract: 'generic-pt',
    assumptions: DEFAULT_ASSUMPTIONS,
    capabilities,
    formats: ['amdv1'],
    themes: ['core'],
    length: ops,
  });

/** Maps `mappings` single pages, then works among them: what an op costs when that much is live. */
export class ManyMappings implements CaseSource {
  readonly theme = THEMES[0]!;
  private issued = 0;
  private draw!: Draw;

  constructor(
    private readonly mappings: number,
    private readonly work: number,
  ) {}

  begin(draw: Draw): PageTableConfig {
    this.draw = draw;
    this.issued = 0;
    return PLAIN_CONFIG;
  }

  next(): Op | null {
    const n = this.issued++;
    // Every other page, so that no two leaves are adjacent and none can be larger than 4 KiB.
    if (n < this.mappings) return mapAt(2 * n);
    if (n >= this.mappings + this.work) return null;
    const iova = 2 * this.draw.int(this.mappings);
    const roll = this.draw.int(3);
    if (roll === 0) return mapAt(iova);
    return makeOp(roll === 1 ? OpKind.iommuUnmap : OpKind.iovaToPhys, { iova, len: roll === 1 ? 1 : 0 });
  }

  after(): void {
    // Nothing to remember: the ops do not depend on outcomes.
  }
}

const mapAt = (iova: number): Op =>
  makeOp(OpKind.map, { iova, oa: (iova * 3 + 1) % (ALL_PAGES / 4096), len: 1, prot: Prot.READ | Prot.WRITE });
