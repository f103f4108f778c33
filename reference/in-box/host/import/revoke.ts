import { BufferState, LockOf } from '../../../../model/vocabulary/host/import-step';
import {
  fenceWait,
  importLock,
  importUnlock,
  invalidate,
  mapBuffer,
  setBuffer,
  unmapWait,
} from '../../../../model/vocabulary/host/import-steps';
import { StepKind } from '../../../../model/vocabulary/host/step-kind';
import type { Context, Protocol } from '../context';
import { unmapSpan } from './map';
import type { ImportParts } from './parts';
import { dropUser } from './type1';

/** BARs of a device. */
export const barsOf = ({ state }: Context, device: number): readonly number[] =>
  [...state.bars.keys()].filter((bar) => state.bars[bar]!.device === device);

/** move(revoke = true) of dma-mmio.md 1.6; the memory lock of the device is held. */
export function* revokeBuffer(ctx: Context, bar: number): Protocol {
  const { imports } = ctx.state;
  if (imports.buffers[bar] !== BufferState.live) return;
  yield importLock(LockOf.buffer, bar);
  yield setBuffer(bar, BufferState.revoked);
  for (const importer of imports.attachments[bar]!) yield* giveUp(ctx, importer, bar);
  yield* ctx.parts.awaitFences(ctx, bar);
  yield importUnlock(LockOf.buffer, bar);
  yield* ctx.parts.awaitUnmaps(ctx, bar);
  ctx.mark({ kind: StepKind.revokeEnd, bar });
}

/** move(revoke = false): importers are told once more, while the buffer is still revoked. */
export function* restoreBuffer(ctx: Context, bar: number): Protocol {
  const { imports, bars } = ctx.state;
  if (imports.buffers[bar] !== BufferState.revoked || imports.memory[bars[bar]!.device] === 0) return;
  yield importLock(LockOf.buffer, bar);
  for (const importer of imports.attachments[bar]!) yield* giveUp(ctx, importer, bar);
  yield setBuffer(bar, BufferState.live);
  yield importUnlock(LockOf.buffer, bar);
}

/** The importer's call-back: iommufd unmaps at once and for ever (dma-mmio.md 6.3), a driver when it gets to it. */
function* giveUp(ctx: Context, importer: number, bar: number): Protocol {
  const { imports } = ctx.state;
  yield invalidate(importer, bar);
  const area = imports.areas[importer]!.get(bar);
  if (area?.mapped !== true) return;
  if (imports.importers[importer]!.path === 'dma-api') {
    area.asked = true;
    return;
  }
  yield importLock(LockOf.importer, importer);
  for (const port of ctx.parts.portsToRevoke(ctx, importer))
    for (const span of area.spans) yield* unmapSpan(ctx, importer, port, span);
  area.mapped = false;
  yield importUnlock(LockOf.importer, importer);
  yield mapBuffer(importer, bar, false);
}

const withdrawBars: ImportParts['withdrawBars'] = function* (ctx, device) {
  const { imports, bars } = ctx.state;
  for (const bar of barsOf(ctx, device)) {
    if (!bars[bar]!.tio) continue;
    yield* revokeBuffer(ctx, bar);
    // What type1 mapped nobody revokes: the VMM, whose containers they are, unmaps it.
    for (let importer = 0; importer < imports.importers.length; importer++) {
      const isType1 = imports.importers[importer]!.path === 'type1';
      if (isType1 && imports.areas[importer]!.has(bar)) yield* dropUser(ctx, importer, bar);
    }
  }
};

export const revokeParts: Pick<ImportParts, 'portsToRevoke' | 'awaitFences' | 'awaitUnmaps' | 'withdrawBars'> = {
  portsToRevoke: ({ state }, importer) => state.imports.openPorts(importer),
  *awaitFences(_ctx, bar) {
    yield fenceWait(bar);
  },
  *awaitUnmaps(_ctx, bar) {
    yield unmapWait(bar);
  },
  withdrawBars,
};
