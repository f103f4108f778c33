import { GuestFault } from '../../../../model/vocabulary/host/own-step';
import { pvalidate } from '../../../../model/vocabulary/host/own-steps';
import type { HostRange } from '../../../../model/vocabulary/host/policy';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { ABANDONED, MOST_ATTEMPTS } from '../abandon';
import type { Context, Protocol } from '../context';
import { handleFault } from '../kernel/fault';

/** PVALIDATE of a range within one region: 2M first where it is a whole one, else (or after code 6) 4K. rmp.md 2.3. */
export function* pvalidateRange(ctx: Context, range: HostRange, validate: boolean): Protocol {
  if (range.n === REGION_PAGES) {
    const code = yield* pvalidateAt(ctx, range, 21, validate);
    if (code !== RmpCode.failSizeMismatch) return;
  }
  yield* pvalidateAt(ctx, range, 12, validate);
}

/** At one size: the code that stopped it, 0 for none, −1 where the guest cannot go on. */
export function* pvalidateAt(
  ctx: Context,
  { guest, gfn, n }: HostRange,
  lg: 12 | 21,
  validate: boolean,
): Protocol<number> {
  const { validated } = ctx.state.minds[guest]!;
  const pages = lg === 21 ? REGION_PAGES : 1;
  const end = gfn + n;
  let attempts = 0;
  for (let at = gfn; at < end;) {
    const step = pvalidate(guest, at, lg, (end - at) / pages, validate);
    yield step;
    const done = step.done * pages;
    validated.fill(validate ? 1 : 0, at, at + done);
    at += done;
    if (at === end) break;
    if (step.fault === GuestFault.none) return step.code;
    attempts = done > 0 ? 0 : attempts + 1;
    if (attempts > MOST_ATTEMPTS) throw ABANDONED;
    const rest = { guest, gfn: at, n: end - at };
    if (!(yield* handleFault(ctx, rest, true, step.fault === GuestFault.rmp))) return -1;
  }
  return RmpCode.success;
}
