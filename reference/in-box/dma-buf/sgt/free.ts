import type { InBoxDmaBuf } from '../in-box';
import type { Mapping } from '../objects/mapping';
import type { SgtParts } from '../parts/sgt';

/** Undoing a map on its way, and unmapping a whole one. dma-mmio.md 2.3, 2.4. */
export const freeParts: Pick<SgtParts, 'undoDma' | 'unmapDma' | 'freeTable' | 'freeSgt'> = {
  undoDma: (d, mapping) => unmapAs(d, mapping, mapping.linkedBytes),

  unmapDma: (d, mapping) => unmapAs(d, mapping, mapping.attachment.buf.size),

  freeTable: (d, table) => table.free(d.heap),

  freeSgt(d, mapping) {
    d.parts.unmapDma(d, mapping);
    d.parts.freeTable(d, mapping.table!);
    if (mapping.state !== null) d.heap.give();
    d.heap.give();
  },
};

/** Each mapping goes with the size that it was made with (BUF-047). `linkedBytes`: of a reservation. */
function unmapAs(d: InBoxDmaBuf, mapping: Mapping, linkedBytes: bigint): void {
  if (mapping.state === null) return;
  if (mapping.state.address !== null) d.parts.destroyIova(d, mapping, linkedBytes);
  else for (const { address, bytes } of mapping.mapped) d.parts.unmapPhys(d, mapping, address, bytes);
}
