import type { MapOp } from '../../../model/vocabulary/dma-api/op';
import { Errno } from '../../../model/vocabulary/errno';
import type { InBoxDmaApi } from './in-box';
import type { Entry } from './objects/mapping';
import { reportEntry } from './report';
import { ABSENT, BUG, returned, type Result } from './result';
import { barOf } from './step-topology';

type P2pOp = Extract<MapOp, { op: 'mapP2p' | 'unmapP2p' }>;

/** Executes what users of P2P memory without pages do. dma-mmio.md 3, 7.2 B1. */
export function executeP2pOp(d: InBoxDmaApi, op: P2pOp): Result {
  if (op.op === 'mapP2p') return mapP2p(d, op);
  const mapping = d.mappings.get(op.mapping);
  if (mapping === undefined || mapping.made !== 'p2p') return ABSENT;
  for (const entry of mapping.entries) d.parts.unmapPhys(d, entry);
  d.mappings.delete(op.mapping);
  return returned(0);
}

function mapP2p(d: InBoxDmaApi, op: Extract<P2pOp, { op: 'mapP2p' }>): Result {
  const { bytes, direction, mapping: name, offset } = op;
  const device = d.devices[op.device];
  const found = barOf(d, op.provider);
  if (device === undefined || found === null || d.hasName(name) || offset + bytes > found.bar.bytes) return ABSENT;
  if (d.parts.isFatal(direction)) return BUG;
  d.giveName(name);
  const { bar, owner } = found;
  const mapType = d.parts.mapType(d, owner, device);
  const phys = bar.base + offset;
  let entry: Entry | null = null;
  let attrs: number | null = null;
  if (mapType === 'THRU_HOST_BRIDGE') {
    attrs = d.parts.p2pAttrs(d, owner, bar);
    entry = d.parts.mapPhys(d, { device, phys, bytes, direction, attrs });
    if (entry === null) return returned(d.parts.mappingErrno, { mapType, attrs });
  } else if (mapType === 'BUS_ADDR' && d.parts.busAllows(d, device, owner, bar)) {
    const request = { device, phys, bytes, direction, attrs: 0 };
    entry = { request, address: d.parts.busAddress(bar, phys), by: 'bus', translated: false, bounce: null };
  } else return returned(Errno.EREMOTEIO, { mapType });
  const { attrs: used } = entry.request;
  d.mappings.set(name, { made: 'p2p', direction, attrs: used, device, entries: [entry], span: null });
  reportEntry(d, entry);
  return returned(0, { address: entry.address, mapType, attrs });
}
