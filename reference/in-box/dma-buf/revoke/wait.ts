import type { Call, Wait } from '../call';
import type { InBoxDmaBuf } from '../in-box';
import type { RevokeParts } from '../parts/revoke';

/** What a move waits for, without limit. dma-mmio.md 1.6. */
export const waitParts: Pick<
  RevokeParts,
  'awaitFences' | 'rearm' | 'pendingFences' | 'drain' | 'awaitMappings' | 'isOver'
> = {
  awaitFences: (d, device, buf) => awaits(d, { for: 'fences', device, buf }),

  pendingFences: (resv) => resv.fences.filter(({ signalled }) => !signalled).length,

  *drain(d, device, buf) {
    buf.isDraining = true;
    buf.mapRefs--;
    yield* d.parts.awaitMappings(d, device, buf);
    d.parts.rearm(buf);
  },

  rearm(buf) {
    buf.mapRefs = 1;
    buf.isDraining = false;
  },

  awaitMappings: (d, device, buf) => awaits(d, { for: 'mappings', device, buf }),

  isOver(d, wait) {
    switch (wait.for) {
      case 'fences':
        return d.parts.pendingFences(wait.buf!.resv) === 0;
      case 'mappings':
        return wait.buf!.mapRefs === 0;
      case 'registrations':
        return !wait.device.isOpen && wait.device.registrations === 0;
    }
  },
};

/** Yields at most once: who goes on with the call has seen that the wait is over. */
export function* awaits(d: InBoxDmaBuf, wait: Wait): Call<void> {
  if (!d.parts.isOver(d, wait)) yield wait;
}
