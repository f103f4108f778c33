import { D3HOT } from '../objects/vfio-device';
import type { RevokeParts } from '../parts/revoke';

/** Which buffers change state, and in which steps. dma-mmio.md 1.4, 1.6. */
export const moveParts: Pick<
  RevokeParts,
  'memoryEnabled' | 'move' | 'needsMove' | 'revoke' | 'revalidate' | 'invalidateAll' | 'invalidate'
> = {
  memoryEnabled(d, device) {
    const { config, lowPower, memoryBit, powerState } = device;
    if (lowPower && d.config.assumptions.DMABUF_LOW_POWER === 'off') return false;
    return powerState < D3HOT && (config.virtualFunction || memoryBit);
  },

  *move(d, device, revoked) {
    for (const buf of device.dmaBufs) {
      if (!d.parts.needsMove(buf, revoked)) continue;
      yield* revoked ? d.parts.revoke(d, device, buf) : d.parts.revalidate(d, device, buf);
    }
  },

  needsMove: (buf, revoked) => buf.revoked !== revoked,

  *revoke(d, device, buf) {
    buf.resv.locked = true;
    buf.revoked = true;
    d.parts.invalidateAll(d, buf);
    yield* d.parts.awaitFences(d, device, buf);
    buf.resv.locked = false;
    yield* d.parts.drain(d, device, buf);
  },

  *revalidate(d, device, buf) {
    buf.resv.locked = true;
    d.parts.invalidateAll(d, buf);
    yield* d.parts.awaitFences(d, device, buf);
    buf.revoked = false;
    buf.resv.locked = false;
  },

  invalidateAll(d, buf) {
    for (const attachment of buf.attachments) if (attachment.ops.revocable) d.parts.invalidate(d, attachment);
  },

  invalidate(d, attachment) {
    const { buf, importer, name, pages } = attachment;
    d.note({ event: 'invalidate', buf: buf.name, attachment: name, revoked: buf.revoked });
    if (pages !== null) d.parts.revokePages(d, pages);
    else if (d.config.importers[importer]!.unmapsInCallback)
      for (const mapping of attachment.mappings) d.parts.unmap(d, mapping);
  },
};
