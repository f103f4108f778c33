import { FREE, KERNEL } from '../../../../model/vocabulary/host/holder';
import { allocPage, freePage, hostAccess, nptZap } from '../../../../model/vocabulary/host/own-steps';
import { lock, unlock } from '../../../../model/vocabulary/host/policy-steps';
import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { Context, Protocol } from '../context';
import { clip, partFrom, regionOf } from '../range';
import { invalidate } from './release';

/** log2 size of the direct map's leaf for a page. */
export const directLg = (ctx: Pick<Context, 'state'>, spa: SpaPage): 12 | 21 =>
  ctx.state.directSplit[regionOf(spa)] === 0 ? 21 : 12;

/** Takes pages and clears them. */
export function* alloc(ctx: Context, n: number): Protocol {
  for (let i = 0; i < n; i++) {
    const step = allocPage(KERNEL, 0, 12);
    yield step;
    if (step.spa < 0) return;
    yield hostAccess(step.spa, directLg(ctx, step.spa), true);
  }
}

/** Gives back those of the pages that the kernel holds. */
export function* free({ state }: Context, pfn: SpaPage, n: number): Protocol {
  for (let spa = pfn; spa < pfn + n; spa++) {
    if (state.holder(spa) === KERNEL) yield freePage(spa, 1);
  }
}

/** Writes a page through the direct map, if it is the kernel's to write. */
export function* write(ctx: Context, pfn: SpaPage): Protocol {
  const holder = ctx.state.holder(pfn);
  if (holder === KERNEL || holder === FREE) yield hostAccess(pfn, directLg(ctx, pfn), true);
}

/** A hole is punched into guest memory: its pages go back to the allocator. */
export function* gmemPunch(ctx: Context, guest: number, gfn: GpaPage, n: number): Protocol {
  const { state, policy, view, parts } = ctx;
  const [from, end] = clip(gfn, n, state.pagesOf(guest), 1);
  for (let at = from; at < end;) {
    const part = partFrom(guest, at, end);
    yield lock(guest, regionOf(at));
    yield* policy.beforeFree(view, part);
    yield nptZap(guest, at, part.n);
    yield* invalidate(ctx, part, parts.giveBack);
    yield unlock(guest, regionOf(at));
    at += part.n;
  }
}
