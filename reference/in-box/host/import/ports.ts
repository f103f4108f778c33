import { LockOf } from '../../../../model/vocabulary/host/import-step';
import { importLock, importUnlock, setPort } from '../../../../model/vocabulary/host/import-steps';
import type { Context, Protocol } from '../context';
import type { Span } from './area';
import { Luck, mapSpans, unmapSpan } from './map';

/** What is mapped for a port that comes, or is to be unmapped for one that goes. */
function spansOf({ state, parts }: Context, importer: number): readonly Span[] {
  const { areas, importers } = state.imports;
  const isType1 = importers[importer]!.path === 'type1';
  return [...areas[importer]!.values()]
    .filter(({ mapped }) => mapped)
    .flatMap((area) => (isType1 ? parts.replaySpans(area) : area.spans));
}

/** A device comes with its domain: it is filled, then attached; all or nothing. */
export function* openPort(ctx: Context, importer: number, port: number, fails: number): Protocol {
  const { imports } = ctx.state;
  yield importLock(LockOf.importer, importer);
  if (!imports.isOpen(importer, port)) {
    const isFilled = yield* mapSpans(ctx, importer, [port], spansOf(ctx, importer), new Luck(fails));
    if (isFilled) yield setPort(importer, port, true);
  }
  yield importUnlock(LockOf.importer, importer);
}

/** A device goes: it is blocked, then its domain is emptied. */
export function* closePort(ctx: Context, importer: number, port: number): Protocol {
  const { imports } = ctx.state;
  yield importLock(LockOf.importer, importer);
  if (imports.isOpen(importer, port)) {
    yield setPort(importer, port, false);
    for (const span of spansOf(ctx, importer)) yield* unmapSpan(ctx, importer, port, span);
  }
  yield importUnlock(LockOf.importer, importer);
}
