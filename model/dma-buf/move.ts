/** Revoke and restore, called "move" in the kernel: dma-mmio.md 1.6. The memory lock of the device is held. */
import { until, type Call, type Part } from './call';
import { unmap } from './map';
import { bufsOf, mappingsOf, type Buf, type Device, type World } from './state';

/** Ends when of each buffer of `device` no fence is left to signal and no mapping to unmap. */
export function* revoke(world: World, device: Device, call: Call): Part {
  for (const buf of bufsOf(world, device)) {
    if (buf.revoked) continue;
    buf.revoked = true;
    invalidateAll(world, buf, call);
    yield* untilSignalled(buf);
    yield* until({ for: 'mappings', buf, isOver: () => mappingsOf(world, buf).length === 0 });
  }
}

/** Nobody is told that a buffer is LIVE again: importers find out by trying. */
export function* restore(world: World, device: Device, call: Call): Part {
  for (const buf of bufsOf(world, device)) {
    if (!buf.revoked) continue;
    invalidateAll(world, buf, call);
    yield* untilSignalled(buf);
    buf.revoked = false;
  }
}

const untilSignalled = (buf: Buf): Part => until({ for: 'fences', buf, isOver: () => buf.fences.size === 0 });

/** Calls back every importer, the newest attachment first. */
function invalidateAll(world: World, buf: Buf, { events }: Call): void {
  for (const attachment of buf.attachments) {
    events.push({ event: 'invalidate', buf: buf.name, attachment: attachment.name, revoked: buf.revoked });
    if (attachment.importer === null) world.ioas.invalidate(attachment);
    else if (world.config.importers[attachment.importer]!.unmapsInCallback)
      for (const mapping of mappingsOf(world, attachment)) unmap(world, mapping, events);
  }
}
