import { freePage, leakPage } from '../../../../model/vocabulary/host/own-steps';
import type { HostRange, Region2M } from '../../../../model/vocabulary/host/policy';
import { readBacking, readRmp } from '../../../../model/vocabulary/host/policy-steps';
import type { SpaPage } from '../../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import { MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import { baseOf, inRegion } from '../range';
import { toHypervisor } from './update';

/** What becomes of pages that left the guest: n of them from spa on, `done` of them Hypervisor. */
type Fate = (ctx: Context, spa: SpaPage, n: number, done: number) => Protocol;

/**
 * invalidate of rmp.md 6: makes the pages of one region Hypervisor; whole 2M entries at once, others after PSMASH where
 * only a part goes. The lock is held and nothing maps the pages any more.
 */
export function* invalidate(ctx: Context, { guest, gfn, n }: HostRange, fate: Fate): Protocol {
  const end = gfn + n;
  for (let at = gfn; at < end;) {
    const backing = readBacking(guest, true, at, end - at);
    yield backing;
    if (backing.spa < 0) {
      at += backing.run;
      continue;
    }
    const rmp = readRmp(backing.spa, inRegion(backing.spa, backing.run));
    yield rmp;
    at += rmp.run;
    if (!rmp.assigned) {
      yield* fate(ctx, backing.spa, rmp.run, rmp.run);
      continue;
    }
    const whole = rmp.lg === 21 && rmp.run === REGION_PAGES;
    const region = { guest, gfn: baseOf(at - 1), spa: baseOf(backing.spa) };
    const ready = whole || rmp.lg === 12 || (yield* ctx.parts.smashForPart(ctx, region));
    const done = ready ? yield* makeHypervisor(ctx, backing.spa, rmp.run, whole) : 0;
    yield* fate(ctx, backing.spa, rmp.run, done);
  }
}

/** How many of the pages are Hypervisor now. */
function* makeHypervisor(ctx: Context, spa: SpaPage, n: number, whole: boolean): Protocol<number> {
  const request = whole ? toHypervisor(spa, 21, 1) : toHypervisor(spa, 12, n);
  const step = yield* ctx.parts.updateRmp(ctx, request);
  return whole ? step.done * REGION_PAGES : step.done;
}

/** In place the pages, and a BAR, stay the guest's; an update that found its region in use is tried again. */
export function* keepShared(ctx: Context, spa: SpaPage, n: number, done: number): Protocol {
  let shared = done;
  for (let attempt = 0; shared < n && attempt < MOST_ATTEMPTS; attempt++) {
    const rmp = readRmp(spa + shared, n - shared);
    yield rmp;
    const whole = rmp.lg === 21 && rmp.run === REGION_PAGES;
    shared += rmp.assigned ? yield* makeHypervisor(ctx, spa + shared, rmp.run, whole) : rmp.run;
  }
}

/** Part of a 2M entry goes: the policy splits it, with whatever else has to be split with it. */
export function* smashForPart({ policy, view }: Context, region: Region2M): Protocol<boolean> {
  yield* policy.smash(view, region);
  const rmp = readRmp(region.spa, 1);
  yield rmp;
  return rmp.lg === 12;
}

/** "If even that fails the page is leaked": what could not be made Hypervisor is never used again. rmp.md 6. */
export function* giveBack(_ctx: Context, spa: SpaPage, n: number, done: number): Protocol {
  if (done > 0) yield freePage(spa, done);
  if (done < n) yield leakPage(spa + done, n - done);
}
