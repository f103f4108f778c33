import { BufferState, LockOf } from '../../../../model/vocabulary/host/import-step';
import { attachBuffer, importLock, importUnlock, mapBuffer } from '../../../../model/vocabulary/host/import-steps';
import { DeviceMode } from '../../../../model/vocabulary/host/own-step';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import type { Context, Protocol } from '../context';
import type { Span } from './area';
import { Luck, mapSpans, unmapSpan } from './map';
import type { ImportCall, ImportParts } from './parts';

// Importers of a dma-buf: areas of iommufd (dma-mmio.md 6), mappings of a driver (dma-mmio.md 2, 4.3).

/** Attaches to the buffer of a BAR and maps it; whatever fails leaves nothing behind (dma-mmio.md 7.3). */
export function* importBuffer(ctx: Context, importer: number, call: ImportCall): Protocol {
  const { imports } = ctx.state;
  const { bar } = call;
  const own = imports.areas[importer]!;
  if (own.get(bar)?.mapped === true) return;
  if (own.has(bar)) yield* dropBuffer(ctx, importer, bar);
  yield importLock(LockOf.buffer, bar);
  yield importLock(LockOf.importer, importer);
  if (imports.buffers[bar] === BufferState.live) {
    yield attachBuffer(importer, bar, true);
    if (ctx.parts.mayImport(ctx, importer, bar) && (yield* mapBar(ctx, importer, call)))
      yield mapBuffer(importer, bar, true);
    else yield attachBuffer(importer, bar, false);
  }
  yield importUnlock(LockOf.importer, importer);
  yield importUnlock(LockOf.buffer, bar);
}

function* mapBar(ctx: Context, importer: number, { bar, iova, fails }: ImportCall): Protocol<boolean> {
  const { state, parts } = ctx;
  const { imports, bars } = state;
  const { path, acs } = imports.importers[importer]!;
  const { spa, n } = bars[bar]!;
  const isDriver = path === 'dma-api';
  const first = isDriver ? freeIova(ctx, importer, bar) : iova;
  const mmio = isDriver ? parts.dmaApiMmio : parts.iommufdMmio;
  // Map type BUS_ADDR: no table has a part in it. dma-mmio.md 3.2.
  const isBusAddress = isDriver && !acs;
  const spans: readonly Span[] = isBusAddress ? [] : [{ iova: first, spa, n, mmio }];
  if (imports.overlaps(importer, spans) || !parts.mayUse(ctx, importer, spans)) return false;
  if (!(yield* mapSpans(ctx, importer, imports.openPorts(importer), spans, new Luck(fails)))) return false;
  imports.areas[importer]!.set(bar, { bar, iova: isBusAddress ? spa : first, spans, mapped: true, asked: false });
  return true;
}

/** A driver's IOVA: a region of its own for each BAR, behind all memory, at the same offset in it; at T=1 the GPA. */
function freeIova({ state }: Context, importer: number, bar: number): number {
  const { spa, gfn } = state.bars[bar]!;
  if (state.imports.importers[importer]!.t === 1) return gfn;
  return (state.directSplit.length + bar) * REGION_PAGES + (spa % REGION_PAGES);
}

/** The importer gives up what it has of a BAR. */
export function* dropBuffer(ctx: Context, importer: number, bar: number): Protocol {
  const { imports } = ctx.state;
  yield importLock(LockOf.buffer, bar);
  yield importLock(LockOf.importer, importer);
  const area = imports.areas[importer]!.get(bar);
  if (area !== undefined) {
    if (area.mapped) {
      for (const span of area.spans)
        for (const port of imports.openPorts(importer)) yield* unmapSpan(ctx, importer, port, span);
    }
    imports.areas[importer]!.delete(bar);
    if (area.mapped) yield mapBuffer(importer, bar, false);
    yield attachBuffer(importer, bar, false);
  }
  yield importUnlock(LockOf.importer, importer);
  yield importUnlock(LockOf.buffer, bar);
}

const mayImport: ImportParts['mayImport'] = ({ state }, importer, bar) => {
  const { t, guest } = state.imports.importers[importer]!;
  const place = state.bars[bar]!;
  if (!state.isPrivateBar(bar)) return t === 0;
  // Trusted, its interface has been validated: before that requests at T=1 would fence the guest.
  const isReady = state.mode(place.device) === DeviceMode.trusted && state.isPrivate(place.guest, place.gfn);
  return t === 1 && guest === place.guest && isReady;
};

/**
 * "IPA == GPA == bus address": what goes by address may lie where a BAR lies only if it leads there. And the second stage
 * of T=1 equals the CPU's: a BAR is where the guest sees it.
 */
const mayUse: ImportParts['mayUse'] = ({ state }, importer, spans) => {
  const { acs, t } = state.imports.importers[importer]!;
  if (t === 1) return spans.every(({ iova, spa }) => state.bars[state.barAt(spa)]!.gfn === iova);
  if (acs) return true;
  return spans.every(({ iova, spa, n }) => {
    if (iova === spa) return true;
    for (let page = iova; page < iova + n; page++) if (state.barAt(page) >= 0) return false;
    return true;
  });
};

export const bufferParts: Pick<ImportParts, 'iommufdMmio' | 'dmaApiMmio' | 'mayImport' | 'mayUse'> = {
  iommufdMmio: true,
  dmaApiMmio: true,
  mayImport,
  mayUse,
};
