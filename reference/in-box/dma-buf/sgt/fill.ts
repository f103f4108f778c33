import { Errno } from '../../../../model/vocabulary/errno';
import type { SgtParts } from '../parts/sgt';

const MASK64 = 2n ** 64n - 1n;

/** Range by range: dma-mmio.md 2.1, the three paths. */
export const fillParts: Pick<
  SgtParts,
  | 'mapRanges'
  | 'busAddress'
  | 'mapBusRange'
  | 'mapOneRange'
  | 'linkRange'
  | 'linkOffset'
  | 'finishSpan'
  | 'fillPieces'
  | 'fillEntry'
  | 'hideCpuList'
> = {
  mapRanges(d, mapping) {
    const { ranges, state } = mapping;
    for (let i = 0; i < ranges.length; i++) {
      const range = ranges[i]!;
      let ret: number;
      if (state === null) ret = d.parts.mapBusRange(d, mapping, range);
      else if (state.address !== null) ret = d.parts.linkRange(d, mapping, range, i);
      else ret = d.parts.mapOneRange(d, mapping, range, i);
      if (ret !== 0) return ret;
    }
    return state !== null && state.address !== null ? d.parts.finishSpan(d, mapping) : 0;
  },

  busAddress: ({ attachment: { buf } }, paddr) => (buf.exporter.config.busOffset + paddr) & MASK64,

  mapBusRange(d, mapping, { paddr, bytes }) {
    d.parts.fillPieces(d, mapping.table!, d.parts.busAddress(mapping, paddr), bytes);
    return 0;
  },

  mapOneRange(d, mapping, range, index) {
    const address = d.parts.mapPhys(d, mapping, range, index);
    if (address === null) return Errno.ENOMEM;
    mapping.mapped.push({ address, bytes: range.bytes });
    d.parts.fillPieces(d, mapping.table!, address, range.bytes);
    return 0;
  },

  linkRange(d, mapping, range, index) {
    const ret = d.parts.linkIova(d, mapping, range, index, d.parts.linkOffset(mapping));
    if (ret === 0) mapping.linkedBytes += range.bytes;
    return ret;
  },

  linkOffset: ({ linkedBytes }) => linkedBytes,

  finishSpan(d, mapping) {
    const { linkedBytes, state, table } = mapping;
    const ret = d.parts.syncIova(d, mapping, linkedBytes);
    if (ret === 0) d.parts.fillPieces(d, table!, state!.address!, linkedBytes);
    return ret;
  },

  fillPieces(d, table, address, bytes) {
    const most = d.parts.maxSegment(d);
    let at = address;
    for (let left = bytes; left > 0n;) {
      const piece = left < most ? left : most;
      d.parts.fillEntry(table, at, piece);
      at += piece;
      left -= piece;
    }
  },

  fillEntry: (table, address, bytes) => table.fill(address, bytes, false),

  hideCpuList(table) {
    table.origNents = 0;
  },
};
