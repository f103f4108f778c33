import { GuestFault } from '../../../../model/vocabulary/host/own-step';
import { guestAccess } from '../../../../model/vocabulary/host/own-steps';
import type { GpaPage, RmpSize } from '../../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import { ABANDONED, MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import { handleFault } from '../kernel/fault';
import { baseOf } from '../range';
import { whileMoving } from './convert';
import { pvalidateAt } from './validate';

/** One write as the guest itself sees the page; a private page that it has not validated it leaves alone. */
export function* touch(ctx: Context, guest: number, gfn: GpaPage): Protocol {
  const mind = ctx.state.minds[guest]!;
  if (gfn >= ctx.state.pagesOf(guest)) return;
  for (let attempt = 0; attempt <= MOST_ATTEMPTS; attempt++) {
    if (mind.moving[gfn] === 1) return;
    const isPrivate = mind.isPrivate[gfn] === 1;
    if (isPrivate && mind.validated[gfn] === 0) return;
    const step = guestAccess(guest, gfn, isPrivate, true);
    yield step;
    if (step.fault === GuestFault.none || step.fault === GuestFault.vc) return;
    if (!(yield* handleFault(ctx, { guest, gfn, n: 1 }, isPrivate, step.fault === GuestFault.rmp))) return;
  }
  throw ABANDONED;
}

/** PVALIDATE for its own sake, of pages that the guest knows to be in the other state. */
export function* validateCall(ctx: Context, guest: number, gfn: GpaPage, size: RmpSize, validate: boolean): Protocol {
  const mind = ctx.state.minds[guest]!;
  const n = size === 1 ? REGION_PAGES : 1;
  const first = size === 1 ? baseOf(gfn) : gfn;
  if (first + n > ctx.state.pagesOf(guest)) return;
  for (let page = first; page < first + n; page++) {
    if (mind.isPrivate[page] === 0 || mind.moving[page] === 1) return;
    if (validate ? !ctx.parts.needsValidation(mind, page) : mind.validated[page] === 0) return;
  }
  const range = { guest, gfn: first, n };
  yield* whileMoving(mind, range, function* () {
    yield* pvalidateAt(ctx, range, size === 1 ? 21 : 12, validate);
  });
}
