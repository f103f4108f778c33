import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { Errno } from '../../vocabulary/errno';
import type { Call } from '../call';
import { mapDirect } from '../direct/map';
import type { Device, Entry, World } from '../state';
import { mapTypeOf } from '../topology/map-type';
import { mapIommu } from '../translated/iommu';
import { unmapPhys } from './dispatch';
import { mapBus } from './p2p';
import type { Segment, SgResult } from './sg';

/** Segment by segment; where one fails, those before it are unmapped, last first, without cache maintenance. */
export function mapEach(world: World, call: Call, device: Device, segments: readonly Segment[]): SgResult {
  const entries: Entry[] = [];
  for (const segment of segments) {
    const entry = mapSegment(world, call, device, segment);
    if (typeof entry === 'number') {
      for (const done of entries.reverse()) unmapPhys(world, call, device, done, done.attrs | DmaAttr.SKIP_CPU_SYNC);
      return entry;
    }
    entries.push(entry);
  }
  return { entries, reservation: null };
}

function mapSegment(world: World, call: Call, device: Device, { request, target }: Segment): Entry | number {
  if (target !== null) {
    const mapType = mapTypeOf(world, target.owner, device);
    if (mapType === 'NOT_SUPPORTED') return Errno.EREMOTEIO;
    if (mapType === 'BUS_ADDR') return mapBus(world, device, target, request.phys, request.bytes) ?? Errno.EREMOTEIO;
  }
  const map = device.config.dma.path === 'direct' ? mapDirect : mapIommu;
  return map(world, call, device, request) ?? Errno.EIO;
}
