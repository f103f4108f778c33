/** Page-state changes between requests: who owns a page, in which size, accepted or not. */
import type { DeviceAccessOp } from '../../../../model/vocabulary/device-access/op';
import { REGION_PAGES, RmpSize } from '../../../../model/vocabulary/rmp/entry';
import type { GuestTranslation } from '../../../../model/vocabulary/rmp/op';
import { GUEST, OTHER_GUEST, Table, gpaOf } from '../layout';
import type { World } from '../world';
import type { Move } from './move';

const BYTES = 4096;

function update(w: World, spa: number, assigned: boolean, size: RmpSize): DeviceAccessOp {
  const { draw } = w;
  const asid = !assigned ? 0 : draw.chance(90) ? (draw.chance(80) ? GUEST : OTHER_GUEST) : 0;
  const immutable = assigned && (asid === 0 || draw.chance(10));
  // Mostly at the address that leaves lead to; now and then elsewhere.
  const gpa = asid === 0 ? 0 : gpaOf(spa) + (draw.chance(92) ? 0 : REGION_PAGES);
  w.noteConverted(spa);
  const to = { assigned, size, immutable, gpa: gpa * BYTES, asid, reserved: false };
  return { op: 'rmpupdate', spa: spa * BYTES, asid: 0, to };
}

const baseOf = (page: number): number => Math.floor(page / REGION_PAGES) * REGION_PAGES;

/** How a page is reached by its guest: leaves as large as the entry. */
const translation = (page: number, gpa: number, is2M: boolean): GuestTranslation => {
  const nestedLg = is2M ? 21 : 12;
  return { gpa, spa: page, guestLg: 12, guestPresent: true, nestedLg, nestedPresent: true, nestedWritable: true };
};

/** Moves a page one step on in its life: assign, split, take back, reclaim. */
export const convert: Move = (w) => {
  const { draw, view } = w;
  const page = w.page();
  const entry = view.rmp.effective(page);
  if (entry === null) return null;
  const base = baseOf(page);
  const is2M = entry.size === RmpSize.size2M;
  if (!entry.assigned) {
    const whole = draw.chance(25);
    return update(w, whole ? base : page, true, whole ? RmpSize.size2M : RmpSize.size4K);
  }
  if (entry.immutable) {
    const size = is2M ? RmpSize.size2M : RmpSize.size4K;
    w.noteConverted(page);
    return { op: 'pageReclaim', spa: (is2M ? base : page) * BYTES, size, reserved: false };
  }
  if (!is2M) return update(w, page, false, RmpSize.size4K);
  return draw.chance(40) ? smash(w, base) : update(w, base, false, RmpSize.size2M);
};

/** PSMASH, and now and then a page of the region taken back at once. */
function smash(w: World, base: number): DeviceAccessOp {
  w.noteConverted(base);
  if (w.draw.chance(30)) w.queue.push(update(w, base + 1 + w.draw.int(511), false, RmpSize.size4K));
  return { op: 'psmash', spa: base * BYTES, asid: 0 };
}

/** Splits a 2M entry that a guest owns, if the region drawn is one. */
export const smashRegion: Move = (w) => {
  const base = w.region();
  return w.view.rmp.effective(base)?.size === RmpSize.size2M ? smash(w, base) : convert(w);
};

/** The guest accepts a page, or gives it up. */
export const accept: Move = (w) => {
  const page = w.page();
  const entry = w.view.rmp.effective(page);
  if (entry === null || entry.asid === 0) return convert(w);
  const is2M = entry.size === RmpSize.size2M;
  const at = is2M ? baseOf(page) : page;
  const gpa = is2M ? baseOf(entry.gpa) : entry.gpa;
  w.noteConverted(page);
  const size = is2M ? RmpSize.size2M : RmpSize.size4K;
  const who = { asid: entry.asid, vmpl: 0, cpl: 0, size, badInput: false } as const;
  const validate = entry.validated ? w.draw.chance(30) : w.draw.chance(95);
  return { op: 'pvalidate', ...translation(at, gpa, is2M), ...who, validate };
};

/** The guest gives another VMPL rights: R, RW, W alone (which grants nothing), or none. */
export const adjust: Move = (w) => {
  const page = w.page();
  const entry = w.view.rmp.effective(page);
  if (entry === null || !entry.validated) return accept(w);
  const is2M = entry.size === RmpSize.size2M;
  const at = is2M ? baseOf(page) : page;
  const size = is2M ? RmpSize.size2M : RmpSize.size4K;
  const who = { asid: entry.asid, vmpl: 0, cpl: 0, size, badInput: false } as const;
  const gpa = is2M ? baseOf(entry.gpa) : entry.gpa;
  w.noteConverted(page);
  const rights = { target: 1 + w.draw.int(3), mask: w.draw.pick([1, 3, 3, 2, 0]), vmsa: false };
  return { op: 'rmpadjust', ...translation(at, gpa, is2M), ...who, ...rights };
};

/** PSMASH_IO of a region that a trusted 2M leaf maps. */
export const smashIo: Move = (w) => {
  const base = w.region();
  if (w.poked.has(Table.secureHost) || w.view.rmp.effective(base)?.size !== RmpSize.size2M) return null;
  w.noteConverted(base);
  return { op: 'psmashIo', spa: base * BYTES, table: Table.secureHost, iova: gpaOf(base) };
};
