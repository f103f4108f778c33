import type { Capabilities, Op, PageTableConfig } from '../../../model/vocabulary';
import { OpKind, UNLIMITED_BUDGET, isMap, isUnmap } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import { pagesOf } from '../../../model/vocabulary/units';
import type { Draw } from '../../../properties/engine/draw';
import type { Tweaks } from '../../corpus/mutation';

/** Pages by which a range is moved: neighbours within a table, a contiguous entry, neighbouring tables. */
const STEPS = [1, 2, 8, 16, 512, 1024, 512 * 512];
const RW = Prot.READ | Prot.WRITE;
const PROTS = [Prot.READ, Prot.WRITE, RW, RW | Prot.MMIO];
/** Table allocations that an op is left, where it is starved on purpose. */
const BUDGETS = 6;

/** Changes to ops of the page-table machine, with what a subject has. */
export class PageTableTweaks implements Tweaks<PageTableConfig, Op> {
  private readonly kinds: ReadonlySet<OpKind>;

  constructor(private readonly capabilities: Pick<Capabilities, 'ops' | 'limits'>) {
    this.kinds = new Set(capabilities.ops.map((name) => OpKind[name]));
  }

  tweak(op: Op, config: PageTableConfig, draw: Draw): Op {
    const other = this.draw(op, config, draw);
    return this.kinds.has(other.kind) ? other : op;
  }

  /** What was done to one domain, done to the other. */
  mirror(op: Op, { domains }: PageTableConfig): Op {
    return domains === 2 ? { ...op, domain: 1 - op.domain } : op;
  }

  fits(config: PageTableConfig, other: PageTableConfig): boolean {
    return (
      config.format === other.format &&
      config.contract === other.contract &&
      config.vasz === other.vasz &&
      config.oasz === other.oasz &&
      config.smeBit === other.smeBit &&
      config.pageSizes === other.pageSizes &&
      config.domainType === other.domainType &&
      config.domains >= other.domains
    );
  }

  reconfigure(config: PageTableConfig, draw: Draw): PageTableConfig {
    const { flush, queued } = this.capabilities.limits;
    if (draw.chance(50)) return queued === undefined ? { ...config, queued: !config.queued } : config;
    return flush === undefined ? { ...config, flush: config.flush === 'range' ? 'no-gaps' : 'range' } : config;
  }

  private draw(op: Op, config: PageTableConfig, draw: Draw): Op {
    switch (draw.int(4)) {
      case 0:
        return moved(op, config, draw);
      case 1:
        return resized(op, draw);
      case 2:
        // Without tables a domain has wrappers alone.
        return config.domainType === 'paging' ? followUp(op, config, draw) : op;
      default:
        return otherArguments(op, config, draw);
    }
  }
}

/** Pages by which the arguments of an op may change without leaving its contract. */
const unitOf = ({ pageLg }: Op, { pageSizes }: PageTableConfig): number => {
  if (pageLg !== 0) return pagesOf(pageLg);
  return pageSizes === 0n ? 1 : Number((pageSizes & -pageSizes) >> 12n);
};

/** The same op some pages away; a map moves on both sides, or on one of them. */
function moved(op: Op, config: PageTableConfig, draw: Draw): Op {
  if (op.kind === OpKind.budget || op.kind === OpKind.sync) return op;
  const by = draw.pick(STEPS) * unitOf(op, config) * (draw.chance(50) ? 1 : -1);
  const iova = op.iova + by;
  if (iova < 0 || iova + Math.max(1, op.len) > pagesOf(config.vasz)) return op;
  if (!isMap(op.kind) || op.segments !== null || draw.chance(30)) return { ...op, iova };
  const oa = op.oa + by;
  return oa < 0 || oa + op.len > pagesOf(config.oasz) ? op : { ...op, iova, oa };
}

function resized(op: Op, draw: Draw): Op {
  if (op.kind === OpKind.budget) return { ...op, len: draw.chance(25) ? UNLIMITED_BUDGET : draw.int(BUDGETS) };
  if (op.len === 0) return op;
  // Half of an even count stays as aligned as a range of two units was.
  const unit = op.pageLg === 0 ? 1 : pagesOf(op.pageLg);
  switch (draw.int(4)) {
    case 0:
      return { ...op, len: unit };
    case 1:
      return op.len + unit < pagesOf(64) ? { ...op, len: op.len + unit } : op;
    case 2:
      return { ...op, len: Math.max(unit, op.len - unit) };
    default:
      return { ...op, len: Math.max(unit, Math.floor(op.len / 2 / unit) * unit) };
  }
}

/** What a driver does next with the same range: it unmaps what it mapped, reads its dirty bits, syncs what it unmapped. */
function followUp(op: Op, { contract }: PageTableConfig, draw: Draw): Op {
  const bare = { ...op, oa: 0, oaOffset: 0, prot: 0, flags: 0, segments: null };
  if (isMap(op.kind)) {
    const len = op.segments === null ? op.len : op.segments.reduce((sum, segment) => sum + segment.len, 0);
    if (draw.chance(30)) return { ...bare, kind: OpKind.readAndClearDirty, pageLg: 0, len };
    if (op.kind !== OpKind.mapPages) return { ...bare, kind: OpKind.iommuUnmap, pageLg: 0, len };
    return { ...bare, kind: OpKind.unmap, pageLg: contract === 'io-pgtable' ? op.pageLg : 0, len };
  }
  if (isUnmap(op.kind)) {
    return { ...bare, kind: OpKind.sync, iova: 0, iovaOffset: 0, len: 0, lenOffset: 0, pageLg: 0 };
  }
  return op.kind === OpKind.iovaToPhys ? { ...bare, kind: OpKind.setDirty } : op;
}

function otherArguments(op: Op, { domains }: PageTableConfig, draw: Draw): Op {
  if (domains === 2 && draw.chance(40)) return { ...op, domain: 1 - op.domain };
  if (isMap(op.kind)) return { ...op, prot: draw.pick(PROTS) };
  return op.kind === OpKind.readAndClearDirty ? { ...op, flags: op.flags ^ 1 } : op;
}
