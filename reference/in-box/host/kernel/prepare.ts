import { allocPage } from '../../../../model/vocabulary/host/own-steps';
import { privateHolder, sharedHolder } from '../../../../model/vocabulary/host/holder';
import type { HostRange } from '../../../../model/vocabulary/host/policy';
import { readBacking, readRmp } from '../../../../model/vocabulary/host/policy-steps';
import type { GpaPage } from '../../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import { baseOf, inRegion } from '../range';
import { toGuest } from './update';

/** Backs the pages of the range that nothing backs, a whole region at once where it can. False: out of memory. */
export function* populate({ state }: Context, { guest, gfn, n }: HostRange, isPrivate: boolean): Protocol<boolean> {
  const inPlace = state.config.guests[guest]!.backing === 'in-place';
  const holder = isPrivate && !inPlace ? privateHolder(guest) : sharedHolder(guest);
  for (let at = gfn; at < gfn + n;) {
    const backing = readBacking(guest, isPrivate, at, gfn + n - at);
    yield backing;
    if (backing.spa < 0) {
      if (yield* populateRegion(state, guest, at, isPrivate, holder)) return true;
      for (let page = at; page < at + backing.run; page++) {
        const step = allocPage(holder, page, 12);
        yield step;
        if (step.spa < 0) return false;
      }
    }
    at += backing.run;
  }
  return true;
}

/** A region of which nothing is there, and all pages have one attribute, gets 2M of RAM where there are any. */
function* populateRegion(
  state: Context['state'],
  guest: number,
  gfn: GpaPage,
  isPrivate: boolean,
  holder: number,
): Protocol<boolean> {
  const base = baseOf(gfn);
  if (state.memory.backing(guest, base, isPrivate) >= 0) return false;
  if (state.memory.backedRun(guest, base, isPrivate, REGION_PAGES) < REGION_PAGES) return false;
  if (!state.isUniform(guest, gfn, isPrivate)) return false;
  const step = allocPage(holder, base, 21);
  yield step;
  return step.spa >= 0;
}

/** "If the folio order >= 9 and all 512 entries of the aligned range are unassigned": 2M. rmp.md 6. */
export function* mayPrepare2M({ state }: Context, guest: number, gfn: GpaPage): Protocol<boolean> {
  // In place the region's shared pages are not to be taken along.
  if (!state.isUniform(guest, gfn, true)) return false;
  const backing = readBacking(guest, true, baseOf(gfn), REGION_PAGES);
  yield backing;
  if (backing.spa < 0 || backing.run < REGION_PAGES || backing.spa % REGION_PAGES !== 0) return false;
  const rmp = readRmp(backing.spa, REGION_PAGES);
  yield rmp;
  return !rmp.assigned && rmp.run === REGION_PAGES;
}

/** prepare of rmp.md 6, for the backed pages of a range within one region whose lock is held. False: it failed. */
export function* prepare(ctx: Context, { guest, gfn, n }: HostRange): Protocol<boolean> {
  const { asid } = ctx.state.config.guests[guest]!;
  if (yield* ctx.parts.mayPrepare2M(ctx, guest, gfn)) {
    const base = baseOf(gfn);
    const spa = ctx.state.memory.backing(guest, base, true);
    const step = yield* ctx.parts.updateRmp(ctx, toGuest(spa, 21, 1, asid, base));
    return step.code === RmpCode.success;
  }
  for (let at = gfn; at < gfn + n;) {
    const backing = readBacking(guest, true, at, gfn + n - at);
    yield backing;
    if (backing.spa < 0) {
      at += backing.run;
      continue;
    }
    const rmp = readRmp(backing.spa, inRegion(backing.spa, backing.run));
    yield rmp;
    if (!rmp.assigned) {
      const step = yield* ctx.parts.updateRmp(ctx, toGuest(backing.spa, 12, rmp.run, asid, at));
      if (step.code !== RmpCode.success) return false;
    }
    at += rmp.run;
  }
  return true;
}

/**
 * The same for pages in place, which must be the guest's before the lock goes: devices are mapped to whatever lies there
 * unassigned. An update that found its region in use is tried again.
 */
export function* prepareInPlace(ctx: Context, part: HostRange): Protocol<boolean> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) if (yield* prepare(ctx, part)) return true;
  return false;
}
