import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { PsmashOp, RmpNewState, RmpUpdateOp } from '../../../../model/vocabulary/rmp/op';
import { Weights } from '../../../engine/draw';
import type { CaseContext, Move } from '../context';
import { drawPvalidate } from './guest';
import { drawAccess } from './access';

const PAGE_BYTES = 4096;
export const bytesOf = (page: SpaPage): number => page * PAGE_BYTES;

/** RMPUPDATE of `page` by the host. */
export const updateOf = (page: SpaPage, to: RmpNewState): RmpUpdateOp => ({
  op: 'rmpupdate',
  spa: bytesOf(page),
  asid: 0,
  to,
});

export const UNASSIGNED = { assigned: false, immutable: false, gpa: 0, asid: 0, reserved: false } as const;
const FIRMWARE = { assigned: true, immutable: true, gpa: 0, asid: 0, reserved: false } as const;

type NewOwner = 'nobody' | 'guest' | 'guest, immutable' | 'firmware';

/** For pages that nobody owns. */
const OWNERS = new Weights<NewOwner>([
  [60, 'guest'],
  [22, 'guest, immutable'],
  [13, 'firmware'],
  [5, 'nobody'],
]);

type Change = 'unassign' | 'toggle immutable' | 'same' | 'move' | 'give away';

/** For pages that have an owner. */
const CHANGES = new Weights<Change>([
  [48, 'unassign'],
  [16, 'toggle immutable'],
  [10, 'same'],
  [14, 'move'],
  [12, 'give away'],
]);

function newState(c: CaseContext, page: SpaPage, size: RmpSize): RmpNewState {
  const gpa = bytesOf(c.drawGpa(page));
  switch (c.draw.weighted(OWNERS)) {
    case 'nobody':
      return { ...UNASSIGNED, size };
    case 'firmware':
      return { ...FIRMWARE, size };
    case 'guest':
      return { assigned: true, size, immutable: false, gpa, asid: c.asid(), reserved: false };
    case 'guest, immutable':
      return { assigned: true, size, immutable: true, gpa, asid: c.asid(), reserved: false };
  }
}

function changedState(c: CaseContext, page: SpaPage, entry: RmpEntry, size: RmpSize): RmpNewState {
  const { immutable, asid } = entry;
  const gpa = bytesOf(entry.gpa - (size === RmpSize.size2M ? entry.gpa % REGION_PAGES : 0));
  const same = { assigned: true, size, immutable, gpa, asid, reserved: false };
  switch (c.draw.weighted(CHANGES)) {
    case 'unassign':
      return { ...UNASSIGNED, size };
    case 'toggle immutable':
      return { ...same, immutable: !immutable };
    case 'same':
      return same;
    case 'move':
      return { ...same, gpa: bytesOf(c.gpaOf(c.draw.pick(c.places.regions) + (page % REGION_PAGES))) };
    case 'give away':
      return { ...same, asid: c.asid() };
  }
}

/** The size that fits, mostly: 2M where one entry holds the region, or where it is free. */
function drawSize(c: CaseContext, base: SpaPage): RmpSize {
  const head = c.view.own(base);
  const isFree = head !== null && !head.assigned && c.view.subCount(base) === 0;
  const fits = c.isLarge(base) || (isFree && c.draw.chance(50));
  return fits === c.draw.chance(88) ? RmpSize.size2M : RmpSize.size4K;
}

/** RMPUPDATE of `page`, or of its whole region. */
export function drawUpdate(c: CaseContext, page: SpaPage): RmpUpdateOp {
  const base = page - (page % REGION_PAGES);
  const size = drawSize(c, base);
  const at = size === RmpSize.size2M ? base : page;
  const entry = c.view.effective(at);
  const to = entry?.assigned === true ? changedState(c, at, entry, size) : newState(c, at, size);
  if (to.assigned && to.asid !== 0 && c.draw.chance(35))
    c.after(
      () => drawPvalidate(c, page),
      () => drawAccess(c, page),
    );
  if (!to.assigned) c.after(() => drawAccess(c, page));
  return updateOf(at, to);
}

export const update: Move = (c) => drawUpdate(c, c.page());

const psmashOf = (base: SpaPage): PsmashOp => ({ op: 'psmash', spa: bytesOf(base), asid: 0 });

/** PSMASH; often a page of the region is converted next, or the region is smashed again. */
export const psmash: Move = (c) => {
  const base = c.regionWhere((head) => head.assigned && head.size === 1);
  const page = base + c.draw.pick(c.places.offsets);
  if (c.draw.chance(50))
    c.after(
      () => updateOf(page, { ...UNASSIGNED, size: 0 }),
      () => drawAccess(c, page),
    );
  else if (c.draw.chance(30)) c.after(() => psmashOf(base));
  return psmashOf(base);
};

/** A whole region given to a guest as one 2M entry. */
export const assignLarge: Move = (c) => {
  const base = c.regionWhere((head, at) => !head.assigned && c.view.subCount(at) === 0);
  const page = base + c.draw.pick(c.places.offsets);
  c.after(
    () => drawPvalidate(c, page),
    () => drawAccess(c, page),
  );
  const immutable = c.draw.chance(20);
  const gpa = bytesOf(c.drawGpa(base));
  return updateOf(base, { assigned: true, size: RmpSize.size2M, immutable, gpa, asid: c.asid(), reserved: false });
};

/** Unassigns single pages of a region that is in the way of 2M. */
export const clear: Move = (c) => {
  const page = c.pageWhere((entry) => entry.assigned && !entry.immutable && entry.size === 0);
  return updateOf(page, { ...UNASSIGNED, size: 0 });
};
