import { BufferState, LockOf } from '../../../../model/vocabulary/host/import-step';
import { importLock, importUnlock, setBuffer, setMemory } from '../../../../model/vocabulary/host/import-steps';
import type { Context, Protocol } from '../context';
import { barsOf, restoreBuffer, revokeBuffer } from './revoke';

// What the VMM of a device's guest does with its BARs, under the memory lock of the device (dma-mmio.md 1.2, 1.7).

/** VFIO_DEVICE_FEATURE_DMA_BUF for all of a BAR; REVOKED from the start where memory space is off. */
export function* exportBar({ state }: Context, bar: number): Protocol {
  const { imports, bars } = state;
  const { device } = bars[bar]!;
  yield importLock(LockOf.device, device);
  if (imports.buffers[bar] === BufferState.none)
    yield setBuffer(bar, imports.memory[device] === 1 ? BufferState.live : BufferState.revoked);
  yield importUnlock(LockOf.device, device);
}

export function* resetDevice(ctx: Context, device: number): Protocol {
  yield importLock(LockOf.device, device);
  for (const bar of barsOf(ctx, device)) yield* revokeBuffer(ctx, bar);
  for (const bar of barsOf(ctx, device)) yield* restoreBuffer(ctx, bar);
  yield importUnlock(LockOf.device, device);
}

/** A COMMAND write that changes the memory bit. */
export function* switchMemory(ctx: Context, device: number, on: boolean): Protocol {
  yield importLock(LockOf.device, device);
  if (!on) for (const bar of barsOf(ctx, device)) yield* revokeBuffer(ctx, bar);
  yield setMemory(device, on);
  if (on) for (const bar of barsOf(ctx, device)) yield* restoreBuffer(ctx, bar);
  yield importUnlock(LockOf.device, device);
}

/** The interface is locked, or unlocked, by `change`; where there are importers, with nobody mapping its BARs meanwhile. */
export function* whileWithdrawn(ctx: Context, device: number, isChange: boolean, change: () => Protocol): Protocol {
  if (ctx.state.imports.importers.length === 0) {
    yield* change();
    return;
  }
  yield importLock(LockOf.device, device);
  if (isChange) yield* ctx.parts.withdrawBars(ctx, device);
  yield* change();
  for (const bar of barsOf(ctx, device)) yield* restoreBuffer(ctx, bar);
  yield importUnlock(LockOf.device, device);
}
