/** Traces that differ in what must not matter: rmp.md 7.4, 8.6; RMP-083, RMP-207, RMP-208. */
import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../../model/vocabulary/device-access/op';
import type { DmaOutcome } from '../../../model/vocabulary/device-access/outcome';
import { REGION_PAGES, RmpSize } from '../../../model/vocabulary/rmp/entry';
import { NOT_EXERCISED } from '../../page-table/rule';
import { regionOf } from '../check';
import type { DeviceRelationRule } from '../rule';
import { compareRuns, covers, differenceText, verdictDiffers, withoutCaching, type IoMapOp } from './_relation';

const RELATION = { level: 'required', scope: 'relation' } as const;

export const RMP_083: DeviceRelationRule = {
  ...RELATION,
  id: 'RMP-083',
  title: 'The C-bit plays no part',
  statement: 'With the C-bit of every host-side leaf toggled, every request gets the same verdict.',
  source: 'rmp.md 4.6, 8.6; RG86',
  confidence: 'S',
  why: 'The RMP has no entry at PA | C: a subject that looks there finds memory that is not covered, and lets DMA through.',
  example: 'The RMP is indexed with the address as the entry has it.',
  vary: (config, ops) => {
    const { cBit } = config.rmp;
    // In a leaf that is larger the bit is part of the size code.
    const isHosts = (op: DeviceAccessOp): op is IoMapOp =>
      op.op === 'ioMap' && cBit !== null && op.lg < cBit && config.tables[op.table]?.format === 'amdv1';
    if (!ops.some(isHosts)) return null;
    return [{ config, ops: ops.map((op) => (isHosts(op) ? { ...op, cBit: !op.cBit } : op)) }];
  },
  check: (base, [toggled]) => compareRuns(base, toggled!, verdictDiffers),
  explain: (base, [toggled]) => differenceText(base, toggled!, verdictDiffers),
};

/** Ops that leave the RMP as it is. */
const WITHOUT_RMP: readonly string[] = [
  ...['dma', 'setDte', 'setSdte', 'ioMap', 'ioUnmap', 'gcr3', 'poke', 'invalidate', 'evict', 'clearFence', 'mmio'],
  ...['iommuRead', 'iommuWrite'],
];

/** System pages that T=0 requests of the trace are led to by host leaves of the trace. */
function* targets({ tables }: DeviceAccessConfig, ops: readonly DeviceAccessOp[]): Generator<number> {
  for (const dma of ops) {
    if (dma.op !== 'dma' || dma.t === 1) continue;
    for (const leaf of ops)
      if (leaf.op === 'ioMap' && tables[leaf.table]?.format === 'amdv1' && covers(leaf, dma.iova))
        yield leaf.oa + dma.iova - leaf.iova;
  }
}

/** A page without a preset beside the target of a request; where others of its region have one, if there is such. */
function pageToAssign(config: DeviceAccessConfig, ops: readonly DeviceAccessOp[]): number | null {
  const { preset } = config.rmp;
  const isPreset = (page: number): boolean => preset.some(({ spa, pages }) => page >= spa && page < spa + pages);
  let first: number | null = null;
  const seen = new Set<number>();
  for (const target of targets(config, ops)) {
    const base = regionOf(target);
    if (seen.has(base)) continue;
    seen.add(base);
    const inside = Array.from({ length: REGION_PAGES - 1 }, (_, i) => base + 1 + i);
    const page = inside.find((candidate) => !isPreset(candidate)) ?? null;
    if (page !== null && inside.some(isPreset)) return page;
    first ??= page;
  }
  return first;
}

/** Got through only after a page more was assigned. */
const gained = (before: DmaOutcome, after: DmaOutcome): boolean => !before.ok && after.ok;

export const RMP_207: DeviceRelationRule = {
  ...RELATION,
  id: 'RMP-207',
  title: 'Assigning takes, never gives',
  statement: 'With one page more assigned from the start, no T=0 request gets through that did not before.',
  source: 'rmp.md 8.6, seventh relation',
  confidence: 'I',
  why: 'A count that wraps opens a whole region the moment that the last straw is added.',
  example: 'The sub-page count is kept in eight bits.',
  vary: (config, ops) => {
    const end = ops.findIndex(({ op }) => !WITHOUT_RMP.includes(op));
    // T=1 requests may fence the guest in one run and not in the other.
    const prefix = ops.slice(0, end < 0 ? ops.length : end).filter((op) => op.op !== 'dma' || op.t === 0);
    const page = pageToAssign(config, prefix);
    if (page === null) return null;
    const to = {
      assigned: true,
      size: RmpSize.size4K,
      immutable: false,
      gpa: 0,
      asid: config.rmp.maxAsid,
      reserved: false,
    };
    const assign: DeviceAccessOp = { op: 'rmpupdate', spa: page * 4096, asid: 0, to };
    return [
      { config, ops: withoutCaching(prefix) },
      { config, ops: [assign, ...withoutCaching(prefix)] },
    ];
  },
  check: (_base, [before, after]) =>
    after!.outcomes[0]?.rmp?.code === 0 ? compareRuns(before!, after!, gained) : NOT_EXERCISED,
  explain: (_base, [before, after]) => differenceText(before!, after!, gained),
};

/** Two ASIDs of the trace; where it names but one, another beside it. */
function twoAsids({ rmp }: DeviceAccessConfig, ops: readonly DeviceAccessOp[]): readonly [number, number] | null {
  const ofOps = ops.flatMap((op) => {
    if (op.op === 'setSdte') return op.sdte === null ? [] : [op.sdte.asid];
    if (op.op === 'rmpupdate') return [op.asid, op.to.asid];
    return 'asid' in op ? [op.asid] : [];
  });
  const named = [...new Set([...rmp.preset.map(({ asid }) => asid), ...ofOps])].filter(
    (asid) => asid > 0 && asid <= rmp.maxAsid,
  );
  const [one, other] = named;
  if (one === undefined) return null;
  return [one, other ?? (one < rmp.maxAsid ? one + 1 : one - 1)];
}

function exchanged(op: DeviceAccessOp, of: (asid: number) => number): DeviceAccessOp {
  if (op.op === 'setSdte') return op.sdte === null ? op : { ...op, sdte: { ...op.sdte, asid: of(op.sdte.asid) } };
  if (op.op === 'rmpupdate') return { ...op, asid: of(op.asid), to: { ...op.to, asid: of(op.to.asid) } };
  return 'asid' in op ? { ...op, asid: of(op.asid) } : op;
}

export const RMP_208: DeviceRelationRule = {
  ...RELATION,
  id: 'RMP-208',
  title: 'ASIDs are names',
  statement: 'With two ASIDs exchanged everywhere, every request gets the same verdict.',
  source: 'rmp.md 8.6, eighth relation',
  confidence: 'I',
  why: 'An ASID that is compared in order, or in part, lets one guest’s device read another guest.',
  example: 'A device passes where its ASID is not smaller than the page’s.',
  vary: (config, ops) => {
    const pair = twoAsids(config, ops);
    if (pair === null || pair[1] < 1) return null;
    const of = (asid: number): number => (asid === pair[0] ? pair[1] : asid === pair[1] ? pair[0] : asid);
    const preset = config.rmp.preset.map((p) => ({ ...p, asid: of(p.asid) }));
    return [{ config: { ...config, rmp: { ...config.rmp, preset } }, ops: ops.map((op) => exchanged(op, of)) }];
  },
  check: (base, [other]) => compareRuns(base, other!, verdictDiffers),
  explain: (base, [other]) => differenceText(base, other!, verdictDiffers),
};
