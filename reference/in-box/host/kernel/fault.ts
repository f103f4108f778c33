import { nptMap } from '../../../../model/vocabulary/host/own-steps';
import type { HostRange } from '../../../../model/vocabulary/host/policy';
import { lock, readBacking, readRmp, unlock } from '../../../../model/vocabulary/host/policy-steps';
import type { GpaPage } from '../../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import type { Context, Protocol } from '../context';
import { baseOf, regionOf } from '../range';
import { convertToPrivate, convertToShared } from './convert';
import { populate, prepare, prepareInPlace } from './prepare';

/** max_mapping_level: never more than the RMP, nor than what is alike in attribute and in one piece. rmp.md 6. */
export function* maxMappingLg({ state }: Context, guest: number, gfn: GpaPage, isPrivate: boolean): Protocol<12 | 21> {
  if (!state.isUniform(guest, gfn, isPrivate)) return 12;
  const backing = readBacking(guest, isPrivate, baseOf(gfn), REGION_PAGES);
  yield backing;
  if (backing.spa < 0 || backing.run < REGION_PAGES || backing.spa % REGION_PAGES !== 0) return 12;
  const rmp = readRmp(backing.spa, REGION_PAGES);
  yield rmp;
  if (isPrivate) return rmp.assigned && rmp.lg === 21 ? 21 : 12;
  return !rmp.assigned && rmp.run === REGION_PAGES ? 21 : 12;
}

/**
 * The npf exit of rmp.md 6: `range` begins with the page that faulted; the pages behind it, of the same region, are
 * brought in with it. False: the guest cannot go on.
 */
export function* handleFault(ctx: Context, range: HostRange, isPrivate: boolean, rmpBit: boolean): Protocol<boolean> {
  const { state } = ctx;
  const { guest, gfn } = range;
  yield lock(guest, regionOf(gfn));
  if (state.isPrivate(guest, gfn) !== isPrivate) {
    yield unlock(guest, regionOf(gfn));
    yield* convertImplicitly(ctx, { guest, gfn, n: 1 }, isPrivate);
    return true;
  }
  const part = alike(ctx, range, isPrivate);
  const backed = yield* populate(ctx, part, isPrivate);
  const inPlace = state.config.guests[guest]!.backing === 'in-place';
  const ready = backed && (!isPrivate || (yield* (inPlace ? prepareInPlace : prepare)(ctx, part)));
  if (ready) yield* mapNested(ctx, part, isPrivate);
  yield unlock(guest, regionOf(gfn));
  return rmpBit && ready ? yield* ctx.parts.repairRmpFault(ctx, guest, gfn) : backed;
}

/** KVM_EXIT_MEMORY_FAULT: userspace flips the attribute as the guest's access has it. */
const convertImplicitly = (ctx: Context, part: HostRange, isPrivate: boolean): Protocol =>
  isPrivate ? convertToPrivate(ctx, part) : convertToShared(ctx, part);

/** The pages from the first on that have the attribute. */
function alike({ state }: Context, { guest, gfn, n }: HostRange, isPrivate: boolean): HostRange {
  let run = 1;
  while (run < n && state.isPrivate(guest, gfn + run) === isPrivate) run++;
  return { guest, gfn, n: run };
}

function* mapNested(ctx: Context, { guest, gfn, n }: HostRange, isPrivate: boolean): Protocol {
  const nested = ctx.state.nested[guest]!;
  if ((yield* ctx.parts.maxMappingLg(ctx, guest, gfn, isPrivate)) === 21) {
    const base = baseOf(gfn);
    const spa = ctx.state.memory.backing(guest, base, isPrivate);
    if (nested.lgAt(base) !== 21 || nested.spaAt(base) !== spa) yield nptMap(guest, base, spa, 21, 1, isPrivate);
    return;
  }
  for (let at = gfn; at < gfn + n;) {
    const backing = readBacking(guest, isPrivate, at, gfn + n - at);
    yield backing;
    if (backing.spa >= 0) yield nptMap(guest, at, backing.spa, 12, backing.run, isPrivate);
    at += backing.run;
  }
}
