import { LockOf } from '../../../../model/vocabulary/host/import-step';
import { importLock, importUnlock } from '../../../../model/vocabulary/host/import-steps';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import type { Context, Protocol } from '../context';
import type { Span } from './area';
import { Luck, mapSpans, unmapSpan } from './map';
import type { ImportCall, ImportParts } from './parts';

// A container of VFIO type1: user addresses that lead to RAM, a BAR, and RAM again (dma-mmio.md 5). There is no dma-buf
// between, so that nothing is revoked with one.

/** Pins and maps, all or nothing. The BAR's pages are found under the memory lock of its device, as by a page fault. */
export function* importUser(ctx: Context, importer: number, call: ImportCall): Protocol {
  const { state, parts } = ctx;
  const { imports } = state;
  const { bar, fails } = call;
  const { device } = state.bars[bar]!;
  yield importLock(LockOf.device, device);
  yield importLock(LockOf.importer, importer);
  const own = imports.areas[importer]!;
  if (!own.has(bar) && imports.memory[device] === 1 && parts.mayImport(ctx, importer, bar)) {
    const spans = parts.pinRuns(ctx, call);
    const isFitting = !imports.overlaps(importer, spans) && parts.mayUse(ctx, importer, spans);
    if (isFitting && (yield* mapSpans(ctx, importer, imports.openPorts(importer), spans, new Luck(fails))))
      own.set(bar, { bar, iova: call.iova + pagesBefore(ctx, call), spans, mapped: true, asked: false });
  }
  yield importUnlock(LockOf.importer, importer);
  yield importUnlock(LockOf.device, device);
}

export function* dropUser(ctx: Context, importer: number, bar: number): Protocol {
  const { imports } = ctx.state;
  yield importLock(LockOf.importer, importer);
  const area = imports.areas[importer]!.get(bar);
  if (area !== undefined) {
    for (const port of imports.openPorts(importer))
      for (const span of area.spans) yield* unmapSpan(ctx, importer, port, span);
    imports.areas[importer]!.delete(bar);
  }
  yield importUnlock(LockOf.importer, importer);
}

/** Pages of RAM before the BAR that there are. */
const pagesBefore = ({ state }: Context, { bar, before }: ImportCall): number =>
  Math.min(before, state.bars[bar]!.spa % REGION_PAGES);

/** Pages that are one behind the other and of one class: RAM before the BAR, the BAR, RAM behind it. */
const pinRuns: ImportParts['pinRuns'] = (ctx, call) => {
  const { spa, n } = ctx.state.bars[call.bar]!;
  const before = pagesBefore(ctx, call);
  const after = Math.min(call.after, REGION_PAGES - (spa % REGION_PAGES) - n);
  const { type1Mmio } = ctx.parts;
  const runs: readonly Span[] = [
    { iova: call.iova, spa: spa - before, n: before, mmio: type1Mmio(false) },
    { iova: call.iova + before, spa, n, mmio: type1Mmio(true) },
    { iova: call.iova + before + n, spa: spa + n, n: after, mmio: type1Mmio(false) },
  ];
  return runs.filter((run) => run.n > 0);
};

export const type1Parts: Pick<ImportParts, 'type1Mmio' | 'pinRuns' | 'replaySpans'> = {
  type1Mmio: (isReserved) => isReserved,
  pinRuns,
  replaySpans: ({ spans }) => spans,
};
