import {
  attrSet,
  freePage,
  launchFinish,
  launchUpdate,
  leakPage,
  reclaim,
} from '../../../../model/vocabulary/host/own-steps';
import type { HostRange } from '../../../../model/vocabulary/host/policy';
import { lock, readBacking, unlock } from '../../../../model/vocabulary/host/policy-steps';
import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import { MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import { clip, inRegion, partFrom, regionOf } from '../range';
import { discardShared, finishPrivate } from './convert';
import { populate } from './prepare';
import { toHypervisor } from './update';

// The launch of a guest, rmp.md 6: pages go Pre-Guest → Guest-Valid at 4K, before any vCPU runs.

/** LAUNCH_UPDATE of those pages of the range that are not private yet. `refused`: the last is not taken. */
export function* launchPages(ctx: Context, guest: number, first: GpaPage, n: number, refused: boolean): Protocol {
  const { state } = ctx;
  const [from, end] = clip(first, n, state.pagesOf(guest), 1);
  for (let at = from; at < end;) {
    const part = partFrom(guest, at, end);
    let run = 0;
    while (run < part.n && !state.isPrivate(guest, at + run)) run++;
    // It may be over by the time that the range is done.
    if (state.launched(guest)) return;
    if (run > 0) yield* launchPart(ctx, { guest, gfn: at, n: run }, refused && at + run === end);
    at += Math.max(run, 1);
  }
}

function* launchPart(ctx: Context, part: HostRange, refused: boolean): Protocol {
  const { guest, gfn, n } = part;
  const { state, policy, view } = ctx;
  yield lock(guest, regionOf(gfn));
  yield* policy.beforePrivate(view, part);
  yield attrSet(guest, gfn, n, true);
  const isSeparate = state.config.guests[guest]!.backing === 'separate';
  if (isSeparate) yield* discardShared(ctx, part);
  const backed = !isSeparate || (yield* populate(ctx, part, true));
  const done = backed ? yield* encrypt(ctx, part, refused) : 0;
  state.minds[guest]!.isPrivate.fill(1, gfn, gfn + done);
  state.minds[guest]!.validated.fill(1, gfn, gfn + done);
  const rest = { guest, gfn: gfn + done, n: n - done };
  if (rest.n > 0) yield* takeBack(ctx, rest);
  yield unlock(guest, regionOf(gfn));
  if (done > 0) yield* finishPrivate(ctx, { guest, gfn, n: done });
}

/** Pages made Pre-Guest and then Guest-Valid, until one cannot be: how many. */
function* encrypt(ctx: Context, { guest, gfn, n }: HostRange, refused: boolean): Protocol<number> {
  const { asid } = ctx.state.config.guests[guest]!;
  const end = gfn + n;
  for (let at = gfn; at < end;) {
    const backing = readBacking(guest, true, at, end - at);
    yield backing;
    if (backing.spa < 0) return at - gfn;
    const run = inRegion(backing.spa, backing.run);
    const update = { spa: backing.spa, lg: 12, n: run, asid, gpa: at, immutable: true } as const;
    const assigned = yield* ctx.parts.updateRmp(ctx, update);
    if (assigned.done === 0) return at - gfn;
    const step = launchUpdate(guest, at, backing.spa, assigned.done, refused && at + run === end);
    yield step;
    at += step.done;
    if (step.done < run) return at - gfn;
  }
  return n;
}

/** What was not taken is shared again, or nowhere; what cannot be made Hypervisor is leaked. */
function* takeBack(ctx: Context, { guest, gfn, n }: HostRange): Protocol {
  const isSeparate = ctx.state.config.guests[guest]!.backing === 'separate';
  const end = gfn + n;
  for (let at = gfn; at < end;) {
    const backing = readBacking(guest, true, at, end - at);
    yield backing;
    at += backing.run;
    if (backing.spa < 0) continue;
    const done = yield* ctx.parts.undoLaunch(ctx, backing.spa, backing.run);
    if (isSeparate && done > 0) yield freePage(backing.spa, done);
    if (done < backing.run) yield leakPage(backing.spa + done, backing.run - done);
  }
  yield attrSet(guest, gfn, n, false);
}

/** "On failure reclaim and make shared." rmp.md 6. */
export function* undoLaunch(ctx: Context, spa: SpaPage, n: number): Protocol<number> {
  let done = 0;
  for (let attempt = 0; done < n && attempt < MOST_ATTEMPTS; attempt++) {
    const run = inRegion(spa + done, n - done);
    yield reclaim(spa + done, run);
    const step = yield* ctx.parts.updateRmp(ctx, toHypervisor(spa + done, 12, run));
    done += step.done;
  }
  return done;
}

/** From now on the vCPUs run. */
export function* finishLaunch({ state }: Context, guest: number): Protocol {
  if (!state.launched(guest)) yield launchFinish(guest);
}
