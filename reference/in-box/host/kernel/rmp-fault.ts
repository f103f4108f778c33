import { nptZap } from '../../../../model/vocabulary/host/own-steps';
import { lock, readRmp, unlock } from '../../../../model/vocabulary/host/policy-steps';
import { StepKind } from '../../../../model/vocabulary/host/step-kind';
import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import type { Context, Protocol } from '../context';
import { baseOf, regionOf } from '../range';

/** rmpFault of rmp.md 6: repairs one situation, an RMP entry larger than the guest needs. */
export function* repairRmpFault(ctx: Context, guest: number, gfn: GpaPage): Protocol<boolean> {
  ctx.mark({ kind: StepKind.faultBegin, guest, gfn, fatal: false });
  const alive = yield* repair(ctx, guest, gfn);
  ctx.mark({ kind: StepKind.faultEnd, guest, gfn, fatal: !alive });
  return alive;
}

function* repair(ctx: Context, guest: number, gfn: GpaPage): Protocol<boolean> {
  const { state, parts, policy, view } = ctx;
  const spa = state.memory.backing(guest, gfn, true);
  if (!state.isPrivate(guest, gfn) || spa < 0) return true;
  const seen = readRmp(spa, 1);
  yield seen;
  // Spurious: a stale nested leaf, or another vCPU was first. The guest just retries.
  if (!seen.assigned || seen.lg === 12) return true;
  yield lock(guest, regionOf(gfn));
  yield* policy.smash(view, { guest, gfn: baseOf(gfn), spa: baseOf(spa) });
  const alive = ctx.smashCode() === RmpCode.success || (yield* settle(ctx, spa));
  // Where somebody else was first, it is for them to zap.
  if (ctx.smashCode() === RmpCode.success) yield* parts.zapAfterSmash(ctx, guest, gfn);
  yield unlock(guest, regionOf(gfn));
  return alive;
}

/** "rc != 0: look up again; now assigned and 4K -> return, no zap". rmp.md 6. False: the guest is killed. */
function* settle({ parts }: Context, spa: SpaPage): Protocol<boolean> {
  const again = readRmp(spa, 1);
  yield again;
  return !(again.assigned && again.lg === 12) || parts.survivesLostRace;
}

/** "Zap for [gfn, gfn + 512), start not aligned down": a large leaf that contains gfn goes whole. rmp.md 6. */
export function* zapAfterSmash(_ctx: Context, guest: number, gfn: GpaPage): Protocol {
  yield nptZap(guest, gfn, REGION_PAGES);
}
