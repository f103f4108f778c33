import { ask } from '../../../../model/vocabulary/host/own-steps';
import type { HostRange } from '../../../../model/vocabulary/host/policy';
import type { GpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { Context, Protocol } from '../context';
import { convertToPrivate, convertToShared, finishPrivate } from '../kernel/convert';
import { clip, partFrom } from '../range';
import type { GuestMind } from '../state';
import { pvalidateRange } from './validate';

/** Shared → private, rmp.md 5.3: the guest's own table, the request, PVALIDATE. */
export function* toPrivate(ctx: Context, guest: number, first: GpaPage, count: number): Protocol {
  const { state, parts } = ctx;
  const mind = state.minds[guest]!;
  const isDue = (gfn: GpaPage): boolean => mind.isPrivate[gfn] === 0 && mind.moving[gfn] === 0;
  const isUnready = (gfn: GpaPage): boolean => parts.needsValidation(mind, gfn);
  for (const part of runs(ctx, guest, first, count, isDue)) {
    yield* whileMoving(mind, part, function* () {
      mind.isPrivate.fill(1, part.gfn, part.gfn + part.n);
      yield ask(guest, part.gfn, part.n, true);
      yield* convertToPrivate(ctx, part);
      for (const pages of runs(ctx, guest, part.gfn, part.n, isUnready, 1)) yield* pvalidateRange(ctx, pages, true);
      yield* finishPrivate(ctx, part);
    });
  }
}

/** Private → shared, rmp.md 5.3: rescind first, then the guest's own table and the request. */
export function* toShared(ctx: Context, guest: number, first: GpaPage, count: number): Protocol {
  const { state, parts } = ctx;
  const mind = state.minds[guest]!;
  const isDue = (gfn: GpaPage): boolean => mind.isPrivate[gfn] === 1 && mind.moving[gfn] === 0;
  for (const part of runs(ctx, guest, first, count, isDue)) {
    yield* whileMoving(mind, part, function* () {
      // A guest that cannot rescind a page keeps it.
      if (parts.rescindsFirst && !(yield* rescind(ctx, part))) return;
      mind.isPrivate.fill(0, part.gfn, part.gfn + part.n);
      yield ask(guest, part.gfn, part.n, false);
      if (!parts.rescindsFirst) yield* rescind(ctx, part);
      yield* convertToShared(ctx, part);
    });
  }
}

/** Other vCPUs leave the pages alone until `body` is over, however it ends. */
export function* whileMoving(mind: GuestMind, { gfn, n }: HostRange, body: () => Protocol): Protocol {
  mind.moving.fill(1, gfn, gfn + n);
  try {
    yield* body();
  } finally {
    mind.moving.fill(0, gfn, gfn + n);
  }
}

/** True if none of the pages is validated any more. */
function* rescind(ctx: Context, { guest, gfn, n }: HostRange): Protocol<boolean> {
  const { validated } = ctx.state.minds[guest]!;
  const isValid = (page: GpaPage): boolean => validated[page] === 1;
  for (const pages of runs(ctx, guest, gfn, n, isValid, 1)) yield* pvalidateRange(ctx, pages, false);
  return validated.indexOf(1, gfn) < 0 || validated.indexOf(1, gfn) >= gfn + n;
}

/**
 * The stretches of the range, within one region each, of pages of which `is` is true: looked up one after the other, as
 * what comes before may take long.
 */
function* runs(
  ctx: Context,
  guest: number,
  first: GpaPage,
  count: number,
  is: (gfn: GpaPage) => boolean,
  granule: number = ctx.policy.granule,
): Generator<HostRange, void, void> {
  const [from, end] = clip(first, count, ctx.state.pagesOf(guest), granule);
  for (let at = from; at < end;) {
    const part = partFrom(guest, at, end);
    let n = 0;
    while (n < part.n && is(at + n)) n++;
    if (n > 0) yield { guest, gfn: at, n };
    at += Math.max(n, 1);
  }
}
