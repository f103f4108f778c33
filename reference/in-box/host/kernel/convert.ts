import { attrSet, freePage, nptZap } from '../../../../model/vocabulary/host/own-steps';
import type { HostRange } from '../../../../model/vocabulary/host/policy';
import { lock, readBacking, unlock } from '../../../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../../../model/vocabulary/host/step-kind';
import type { Context, Protocol } from '../context';
import { regionOf } from '../range';
import { populate, prepareInPlace } from './prepare';
import { invalidate, keepShared } from './release';

// VMM and KVM's side of a page-state change, for a range within one 2M region. rmp.md 5.3.

/**
 * Shared → private as the host does it. In place the pages become the guest's here, while nobody can map them; separate
 * ones when the guest first faults on them. Nested leaves come with that fault.
 */
export function* convertToPrivate(ctx: Context, part: HostRange): Protocol {
  const { guest, gfn, n } = part;
  const { policy, view, state } = ctx;
  yield lock(guest, regionOf(gfn));
  yield* policy.beforePrivate(view, part);
  yield nptZap(guest, gfn, n);
  yield attrSet(guest, gfn, n, true);
  if (state.config.guests[guest]!.backing === 'separate') yield* discardShared(ctx, part);
  else yield* prepareInPlace(ctx, part);
  yield unlock(guest, regionOf(gfn));
}

/** The shared half of the range goes back to the allocator. */
export function* discardShared({ policy, view }: Context, part: HostRange): Protocol {
  yield* policy.beforeFree(view, part);
  const end = part.gfn + part.n;
  for (let at = part.gfn; at < end;) {
    const backing = readBacking(part.guest, false, at, end - at);
    yield backing;
    if (backing.spa >= 0) yield freePage(backing.spa, backing.run);
    at += backing.run;
  }
}

/** The guest has validated its pages: trusted devices may have them. */
export function* finishPrivate({ policy, view, state }: Context, part: HostRange): Protocol {
  yield lock(part.guest, regionOf(part.gfn));
  yield* policy.afterPrivate(view, part);
  if (state.opened[domainOf(part.guest, 1)]! > 0) yield* policy.mapPrivate(view, part);
  yield unlock(part.guest, regionOf(part.gfn));
}

/** Private → shared. */
export function* convertToShared(ctx: Context, part: HostRange): Protocol {
  const { guest, gfn, n } = part;
  const { policy, view, state, parts } = ctx;
  yield lock(guest, regionOf(gfn));
  yield* policy.beforeShared(view, part);
  yield nptZap(guest, gfn, n);
  yield attrSet(guest, gfn, n, false);
  if (state.config.guests[guest]!.backing === 'separate') {
    yield* invalidate(ctx, part, parts.giveBack);
    yield* populate(ctx, part, false);
  } else yield* invalidate(ctx, part, keepShared);
  yield* policy.afterShared(view, part);
  if (state.opened[domainOf(guest, 0)]! > 0) yield* policy.mapShared(view, part, 0);
  if (state.sharesBeyondVtom(guest)) yield* policy.mapShared(view, part, 1);
  yield unlock(guest, regionOf(gfn));
}
