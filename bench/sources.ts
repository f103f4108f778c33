import type { Capabilities, Op, PageTableConfig } from '../model/vocabulary';
import { DEFAULT_ASSUMPTIONS } from '../model/vocabulary/assumption';
import { PAGE_SIZES } from '../model/vocabulary/config';
import { OpKind, makeOp } from '../model/vocabulary/op';
import { Prot } from '../model/vocabulary/prot';
import { ALL_PAGES, PAGE_BYTES } from '../model/vocabulary/units';
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

/** Where the plain mix works: 2048 pages from 1 GiB on, so that ranges meet, and cross tables now and then. */
const PLAIN_START = 0x4_0000;
const PLAIN_PAGES = 2048;
const MOST_PLAIN_PAGES = 64;

/**
 * The mix behind the native figures that implementations are compared by: random maps, unmaps and lookups of 1 to 64
 * pages in one plain domain, and a few dirty ops and syncs. It looks at no state: about half of the ops change or hit
 * something. Physical memory is aligned like the IOVA, as it comes from a buddy allocator; one map in five is of MMIO.
 */
export class PlainMix implements CaseSource {
  readonly theme = { ...THEMES[0]!, name: 'plain mix' };
  private issued = 0;
  private draw!: Draw;

  constructor(private readonly length: number) {}

  begin(draw: Draw): PageTableConfig {
    this.draw = draw;
    this.issued = 0;
    return PLAIN_CONFIG;
  }

  next(): Op | null {
    if (this.issued++ === this.length) return null;
    const { draw } = this;
    const iova = PLAIN_START + draw.int(PLAIN_PAGES);
    const len = 1 + draw.int(MOST_PLAIN_PAGES);
    const roll = draw.int(100);
    if (roll < 34) {
      const prot = draw.chance(20) ? Prot.READ | Prot.WRITE | Prot.MMIO : Prot.READ | Prot.WRITE;
      return makeOp(OpKind.map, { iova, oa: iova + PLAIN_START * (2 + draw.int(4)), len, prot });
    }
    if (roll < 64) return makeOp(OpKind.unmap, { iova, len });
    if (roll < 94) return makeOp(OpKind.iovaToPhys, { iova, iovaOffset: draw.int(PAGE_BYTES) });
    if (roll < 97) return makeOp(OpKind.setDirty, { iova });
    if (roll < 99) return makeOp(OpKind.readAndClearDirty, { iova, len });
    return makeOp(OpKind.sync);
  }

  after(): void {
    // Nothing to remember: the ops do not depend on outcomes.
  }
}

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
