import { Errno } from '../../../../model/vocabulary/errno';
import type { SgtParts } from '../parts/sgt';
import { SgTable } from './sg-table';

/** Length of an entry is an unsigned 32-bit number. */
const MAX_LENGTH = 0xffff_ffffn;
const MAX_NENTS = 0xffff_ffffn;

/** The mapping code's own objects: dma-mmio.md 2.1 up to the ranges, 2.3. */
export const buildParts: Pick<
  SgtParts,
  'buildSgt' | 'mapTypeOf' | 'unreachableErrno' | 'choosePath' | 'maxSegment' | 'countEntries' | 'allocTable'
> = {
  buildSgt(d, mapping) {
    if (d.fault?.at === 'object') return Errno.ENOMEM;
    d.heap.take();
    let ret = d.parts.choosePath(d, mapping);
    if (ret === 0) {
      ret = d.parts.allocTable(d, mapping) || d.parts.mapRanges(d, mapping);
      if (ret === 0) {
        d.parts.hideCpuList(mapping.table!);
        return 0;
      }
      d.parts.undoDma(d, mapping);
      if (mapping.table !== null) d.parts.freeTable(d, mapping.table);
      if (mapping.state !== null) d.heap.give();
    }
    d.heap.give();
    return ret;
  },

  mapTypeOf: (d, { attachment: { buf, importer } }) => d.config.importers[importer]!.reach[buf.exporter.index]!,

  unreachableErrno: Errno.EINVAL,

  choosePath(d, mapping) {
    const type = d.parts.mapTypeOf(d, mapping);
    if (type === 'BUS_ADDR') return 0;
    if (type !== 'THRU_HOST_BRIDGE') return d.parts.unreachableErrno;
    if (d.fault?.at === 'state') return Errno.ENOMEM;
    d.heap.take();
    mapping.state = d.parts.tryAllocIova(d, mapping, mapping.attachment.buf.size);
    return 0;
  },

  maxSegment: (d) => MAX_LENGTH - (MAX_LENGTH % d.pageBytes),

  countEntries(d, mapping) {
    const most = d.parts.maxSegment(d);
    const pieces = (bytes: bigint): bigint => (bytes + most - 1n) / most;
    if (mapping.state !== null && mapping.state.address !== null) return Number(pieces(mapping.attachment.buf.size));
    const all = mapping.ranges.reduce((sum, { bytes }) => sum + pieces(bytes), 0n);
    return all > MAX_NENTS ? 0 : Number(all);
  },

  allocTable(d, mapping) {
    const nents = d.parts.countEntries(d, mapping);
    if (nents === 0) return Errno.EINVAL;
    if (d.fault?.at === 'table') return Errno.ENOMEM;
    mapping.table = new SgTable(nents, Number(d.pageBytes), d.heap);
    return 0;
  },
};
