import type { Capabilities, Contract, Op, PageTableConfig, Trace } from '../../model/vocabulary';
import { PAGE_SIZES } from '../../model/vocabulary/config';
import { makeOp, OpKind, UNLIMITED_BUDGET } from '../../model/vocabulary/op';
import { Prot } from '../../model/vocabulary/prot';
import type { Draw } from '../../properties/engine/draw';
import { PLAIN_CONFIG } from '../sources';

const MOST_OPS = 200;
/** Where ranges lie: so few pages that they meet, across two tables. */
const START = 0x4_0000;
const PAGES = 1024;
const MOST_PAGES = 64;
/** Table allocations that a starved domain is left at most. */
const MOST_TABLES = 4;
const PROTS = [Prot.READ, Prot.WRITE, Prot.READ | Prot.WRITE, Prot.READ | Prot.WRITE | Prot.MMIO];

/**
 * A trace of uniformly random ops: any kind, any range of up to 64 pages in a window, any permission; any configuration
 * out of a few. Nothing is looked at but what the subject has: this is what a search without a generator finds.
 */
export function uniformTrace(draw: Draw, capabilities: Capabilities, contract: Contract): Trace {
  const config = uniformConfig(draw, capabilities, contract);
  const kinds = capabilities.ops.map((name) => OpKind[name]).filter((kind) => exists(kind, contract));
  const ops = Array.from({ length: 1 + draw.int(MOST_OPS) }, () => uniformOp(draw, draw.pick(kinds), config));
  return { machine: 'page-table', config, ops };
}

/** map_range is of newer kernels. */
const exists = (kind: OpKind, contract: Contract): boolean => contract === 'generic-pt' || kind !== OpKind.map;

function uniformConfig(draw: Draw, { formats }: Capabilities, contract: Contract): PageTableConfig {
  const format = draw.pick(formats);
  const isV1 = format === 'amdv1';
  return {
    ...PLAIN_CONFIG,
    format,
    contract,
    topLevel: isV1 ? 2 : 3,
    vasz: isV1 ? 64 : 48,
    pageSizes: isV1 ? PAGE_SIZES.v1 : PAGE_SIZES.v2,
    smeBit: draw.chance(50) ? 51 : null,
    flush: draw.chance(50) ? 'range' : 'no-gaps',
    queued: draw.chance(50),
    domains: draw.chance(50) ? 1 : 2,
  };
}

function uniformOp(draw: Draw, kind: OpKind, { contract, domains }: PageTableConfig): Op {
  const domain = draw.int(domains);
  if (kind === OpKind.sync) return makeOp(kind, { domain });
  if (kind === OpKind.budget)
    return makeOp(kind, { domain, len: draw.chance(50) ? UNLIMITED_BUDGET : draw.int(MOST_TABLES) });
  const len = 1 + draw.int(MOST_PAGES);
  const [iova, oa, prot] = [START + draw.int(PAGES), START + draw.int(PAGES), draw.pick(PROTS)];
  const pageLg = kind === OpKind.mapPages || (kind === OpKind.unmap && contract === 'io-pgtable') ? 12 : 0;
  switch (kind) {
    case OpKind.iovaToPhys:
    case OpKind.setDirty:
      return makeOp(kind, { domain, iova });
    case OpKind.unmap:
    case OpKind.iommuUnmap:
    case OpKind.readAndClearDirty:
      return makeOp(kind, { domain, iova, len, pageLg });
    case OpKind.iommuMapSg:
      return makeOp(kind, { domain, iova, prot, segments: [{ oa, oaOffset: 0, len, lenOffset: 0 }] });
    default:
      return makeOp(kind, { domain, iova, oa, len, prot, pageLg });
  }
}
