/** Physical vectors to an sg table, and back: dma-mmio.md 2. The reservation lock of the buffer is held. */
import type { Direction, MapFault, Name } from '../vocabulary/dma-buf/op';
import type { DmaBufEvent } from '../vocabulary/dma-buf/outcome';
import { Errno } from '../vocabulary/errno';
import { Prot } from '../vocabulary/prot';
import type { DmaLayer } from './dma-layer';
import type { MappedRanges } from './mapped-ranges';
import { split, type Entry } from './segments';
import type { Attachment, Mapping, World } from './state';

const WRAP = (1n << 64n) - 1n;
const PROT: Readonly<Record<Direction, number>> = {
  BIDIRECTIONAL: Prot.READ | Prot.WRITE,
  TO_DEVICE: Prot.READ,
  FROM_DEVICE: Prot.WRITE,
};

/** What one attempt to map works with. */
interface Attempt {
  readonly mapping: Name;
  readonly attachment: Attachment;
  readonly direction: Direction;
  readonly fail: MapFault | null;
  readonly layer: DmaLayer;
  readonly pageLg: number;
  readonly events: DmaBufEvent[];
}

/** Maps every range, or nothing: the ranges, or an errno. */
export function mapRanges(
  world: World,
  op: Pick<Attempt, 'mapping' | 'attachment' | 'direction' | 'fail' | 'events'>,
): MappedRanges | number {
  const { attachment, fail } = op;
  const { buf } = attachment;
  const importer = attachment.importer!;
  const attempt: Attempt = { ...op, layer: world.layers[importer]!, pageLg: world.config.pageLg };
  if (fail?.at === 'object') return Errno.ENOMEM;
  switch (world.config.importers[importer]!.reach[buf.device]!) {
    case 'NOT_SUPPORTED':
      return Errno.EINVAL;
    case 'BUS_ADDR':
      return fail?.at === 'table' ? Errno.ENOMEM : onBus(attempt, world.devices[buf.device]!.config.busOffset);
    case 'THRU_HOST_BRIDGE':
      return throughHostBridge(attempt);
  }
}

function onBus({ attachment, pageLg }: Attempt, busOffset: bigint): MappedRanges {
  const entries = attachment.buf.physVec.flatMap(({ paddr, bytes }) =>
    split((busOffset + paddr) & WRAP, bytes, pageLg),
  );
  return { path: 'BUS', entries };
}

function throughHostBridge(attempt: Attempt): MappedRanges | number {
  const { mapping, attachment, fail, layer, events } = attempt;
  const { bytes } = attachment.buf;
  if (fail?.at === 'state') return Errno.ENOMEM;
  const base = fail?.at === 'reservation' ? null : layer.reserve(bytes);
  events.push({ event: 'reserve', mapping, bytes, address: base });
  if (fail?.at === 'table') {
    if (base !== null) destroy(attempt, base, 0n);
    return Errno.ENOMEM;
  }
  return base === null ? rangeByRange(attempt) : linked(attempt, base);
}

/** The ranges become one span of IOVAs: range i at the sum of the lengths before it (2.1, intended; D2-1). */
function linked(attempt: Attempt, base: bigint): MappedRanges | number {
  const { mapping, attachment, direction, fail, layer, pageLg, events } = attempt;
  const { bytes: total, physVec } = attachment.buf;
  let offset = 0n;
  for (const [i, { paddr, bytes }] of physVec.entries()) {
    const value = fail?.at === 'link' && fail.range === i ? fail.errno : 0;
    events.push({ event: 'link', mapping, paddr, offset, bytes, direction, mmio: true, value });
    if (value !== 0) {
      destroy(attempt, base, offset);
      return value;
    }
    layer.link(base + offset, paddr, bytes, PROT[direction] | Prot.MMIO);
    offset += bytes;
  }
  const value = fail?.at === 'sync' ? fail.errno : 0;
  events.push({ event: 'sync', mapping, bytes: total, value });
  if (value !== 0) {
    destroy(attempt, base, total);
    return value;
  }
  return { path: 'IOVA', entries: split(base, total, pageLg), base, bytes: total };
}

function rangeByRange(attempt: Attempt): MappedRanges | number {
  const { mapping, attachment, direction, fail, layer, pageLg, events } = attempt;
  const spans: Entry[] = [];
  for (const [i, { paddr, bytes }] of attachment.buf.physVec.entries()) {
    const isRefused = fail?.at === 'mapPhys' && fail.range === i;
    const address = isRefused ? null : layer.map(paddr, bytes, PROT[direction] | Prot.MMIO);
    events.push({ event: 'mapPhys', mapping, paddr, bytes, direction, mmio: true, address });
    if (address === null) {
      for (const span of spans) unmapSpan(attempt, span);
      return Errno.ENOMEM;
    }
    spans.push({ address, bytes });
  }
  return { path: 'MAP', entries: spans.flatMap(({ address, bytes }) => split(address, bytes, pageLg)), spans };
}

type Undoing = Pick<Attempt, 'mapping' | 'direction' | 'layer' | 'events'>;

function destroy({ mapping, direction, layer, events }: Undoing, base: bigint, bytes: bigint): void {
  layer.destroy(base);
  events.push({ event: 'destroy', mapping, bytes, direction, mmio: true });
}

function unmapSpan({ mapping, direction, layer, events }: Undoing, { address, bytes }: Entry): void {
  layer.unmap(address);
  events.push({ event: 'unmapPhys', mapping, address, bytes, direction, mmio: true });
}

/** dma-mmio.md 2.4: what was mapped with one call is unmapped with one call, of the same size. */
export function unmap(world: World, { name, attachment, direction, ranges }: Mapping, events: DmaBufEvent[]): void {
  const undoing = { mapping: name, direction, layer: world.layers[attachment.importer!]!, events };
  if (ranges.path === 'IOVA') destroy(undoing, ranges.base, ranges.bytes);
  else if (ranges.path === 'MAP') for (const span of ranges.spans) unmapSpan(undoing, span);
  world.mappings.delete(name);
}
