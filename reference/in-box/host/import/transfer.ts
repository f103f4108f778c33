import { LockOf } from '../../../../model/vocabulary/host/import-step';
import { fence, importLock, importUnlock, portDma } from '../../../../model/vocabulary/host/import-steps';
import type { Context, Protocol } from '../context';

/** A driver's transfer: a fence on the buffer, requests to what it has mapped, and the fence is signalled. */
export function* transfer(ctx: Context, importer: number, bar: number, page: number, n: number): Protocol {
  const { imports, bars } = ctx.state;
  yield importLock(LockOf.buffer, bar);
  const area = imports.areas[importer]!.get(bar);
  const isReady = area?.mapped === true && !area.asked;
  if (isReady) yield fence(importer, bar, false);
  yield importUnlock(LockOf.buffer, bar);
  if (!isReady) return;
  const end = Math.min(page + n, bars[bar]!.n);
  for (let at = page; at < end; at++) yield portDma(importer, 0, area.iova + at, true, false);
  yield fence(importer, bar, true);
}
