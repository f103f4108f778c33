import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { AccessOp, GuestTranslation } from '../../../../model/vocabulary/rmp/op';
import { Weights } from '../../../engine/draw';
import type { CaseContext, Move } from '../context';
import { drawAccessor, drawNestedLg, drawVmpl, translationTo } from './translation';

const INITIATORS = new Weights<AccessOp['by']>([
  [34, 'host'],
  [14, 'guest'],
  [52, 'snp-guest'],
]);

/** Writes first: reads of hosts and plain guests are never checked. */
const KINDS = new Weights<AccessOp['kind']>([
  [50, 'write'],
  [22, 'read'],
  [10, 'fetch'],
  [6, 'tableRead'],
  [8, 'adUpdate'],
  [4, 'nestedTableRead'],
]);

/** Where vTOM lies about the page: private just below it, shared from it on. */
const VTOM_OFFSETS = [-REGION_PAGES, -1, 0, 1, REGION_PAGES];

/** Kinds that an initiator has: only guests have a nested table. */
const drawKind = (c: CaseContext, by: AccessOp['by']): AccessOp['kind'] => {
  const kind = c.draw.weighted(KINDS);
  return kind === 'nestedTableRead' && by === 'host' ? 'tableRead' : kind;
};

/** The nested table is read by system address: no leaf stands between. */
const byAddress = (t: GuestTranslation): GuestTranslation => ({
  ...t,
  guestPresent: true,
  nestedPresent: true,
  nestedWritable: true,
});

/** An access to `page` that is in most cases the one that its owner would make. */
export function drawAccess(c: CaseContext, page: SpaPage): AccessOp {
  const entry = c.view.effective(page);
  const by = c.draw.weighted(INITIATORS);
  const isSnp = by === 'snp-guest';
  const kind = drawKind(c, by);
  // Hosts and plain guests map at any size, SNP guests' private pages as the entry has it.
  const nestedLg = isSnp ? drawNestedLg(c, entry) : c.draw.pick([12, 12, 21, 30]);
  const translation = translationTo(c, page, entry, nestedLg);
  const vtom = isSnp && c.draw.chance(18) ? Math.max(translation.gpa + c.draw.pick(VTOM_OFFSETS), 0) : null;
  return {
    op: 'access',
    by,
    kind,
    user: c.draw.chance(35),
    asid: by === 'host' ? 0 : drawAccessor(c, entry),
    vmpl: isSnp ? drawVmpl(c) : 0,
    cBit: by !== 'host' && kind !== 'nestedTableRead' && (vtom === null ? c.draw.chance(72) : c.draw.chance(10)),
    vtom,
    ...(kind === 'nestedTableRead' ? byAddress(translation) : translation),
  };
}

/** A private data access of the page's guest at a VMPL: what a mask was set for. */
export function drawPrivateAs(c: CaseContext, page: SpaPage, vmpl: number): AccessOp {
  const drawn = drawAccess(c, page);
  const entry = c.view.effective(page);
  if (entry === null || entry.asid === 0) return drawn;
  const kind = c.draw.pick(['read', 'write', 'write', 'fetch'] as const);
  const nestedLg = entry.size === RmpSize.size2M ? c.draw.pick([21, 30]) : 12;
  const leaf = { gpa: entry.gpa, spa: page, nestedLg, guestPresent: true, nestedPresent: true, nestedWritable: true };
  return { ...drawn, ...leaf, by: 'snp-guest', kind, asid: entry.asid, vmpl, cBit: true, vtom: null };
}

/** A write by the host to a free page through any leaf: what must never be refused. */
export const hostWrite: Move = (c) => {
  const page = c.pageWhere((entry) => !entry.assigned);
  return { ...drawAccess(c, page), by: 'host', kind: 'write', asid: 0, vmpl: 0, cBit: false, vtom: null };
};

/** A write by the host through 1G, to a region that is free as a whole: others of that 1G are not (RMP-049). */
export const freeWriteThrough1G: Move = (c) => {
  const base = c.regionWhere((head, at) => !head.assigned && c.view.subCount(at) === 0);
  const page = base + c.draw.pick(c.places.offsets);
  return {
    ...drawAccess(c, page),
    by: 'host',
    kind: 'write',
    asid: 0,
    vmpl: 0,
    cBit: false,
    vtom: null,
    nestedLg: 30,
    nestedPresent: true,
    nestedWritable: true,
  };
};

/** VMPL0 of the owner reaches a valid 2M page through 2M or 1G (RMP-053). */
export const ownLargeAccess: Move = (c) =>
  drawPrivateAs(
    c,
    c.pageWhere((entry) => entry.asid !== 0 && entry.validated && !entry.immutable && entry.size === RmpSize.size2M),
    0,
  );

export const access: Move = (c) => drawAccess(c, c.page());

/** A private page that somebody reaches. */
export const privateAccess: Move = (c) =>
  drawAccess(
    c,
    c.pageWhere((entry: RmpEntry) => entry.asid !== 0),
  );
