import { Errno } from '../../vocabulary/errno';
import { maintainCache } from '../cache';
import type { Call, Request } from '../call';
import { granulesOf } from '../spans';
import type { Device, Entry, World } from '../state';
import { mapTypeOf } from '../topology/map-type';
import { flush, granuleOf, iommuMap, iommuUnmap, release, reserve } from '../translated/iova';
import { isAdmittedTranslated, isDirectOnly } from '../translated/policy';
import { protOf } from '../translated/prot';
import { mapBus } from './p2p';
import type { Segment, SgResult } from './sg';

/** A segment that has its bus address already, or one that waits for IOVA space. */
type Placed = Entry | Request;
const isBus = (placed: Placed): placed is Entry => 'address' in placed;

/** iommu-dma without bounce: one reservation for all segments that are no bus addresses. dma-mmio.md 4.3, 4.6. */
export function mapTogether(world: World, call: Call, device: Device, segments: readonly Segment[]): SgResult {
  if (call.fails('attach')) return Errno.EINVAL;
  const placed: Placed[] = [];
  for (const segment of segments) {
    const place = placeOf(world, device, segment);
    if (place === null) return Errno.EREMOTEIO;
    placed.push(place);
  }
  for (const place of placed) if (!isBus(place)) maintainCache(call, device, 'device', place, place.attrs);
  const granule = granuleOf(world);
  const bytesOf = (place: Placed): bigint => (isBus(place) ? 0n : granulesOf(place.phys, place.bytes, granule).bytes);
  const total = placed.reduce((sum, place) => sum + bytesOf(place), 0n);
  if (total === 0n) return { entries: placed.filter(isBus), reservation: null };
  const reservation = reserve(world, call, device, total);
  if (reservation === null) return Errno.ENOMEM;
  const entries: Entry[] = [];
  let base = reservation.base;
  for (const place of placed) {
    if (isBus(place)) {
      entries.push(place);
      continue;
    }
    const { phys, bytes, attrs } = place;
    const target = granulesOf(phys, bytes, granule);
    const prot = protOf(place, device.config.coherent);
    const value = iommuMap(world, call, device, { base, bytes: target.bytes }, target.base, prot);
    if (value !== 0) {
      const mapped = base - reservation.base;
      if (mapped > 0n) iommuUnmap(call, device, { base: reservation.base, bytes: mapped });
      release(call, device, reservation);
      return value === Errno.ENOMEM ? Errno.ENOMEM : Errno.EINVAL;
    }
    const address = base + (phys - target.base);
    entries.push({ phys, bytes, address, path: 'translated', bounced: null, attrs });
    base += target.bytes;
  }
  flush(call, device, reservation, 'map');
  return { entries, reservation };
}

/** Null: the device cannot reach the segment. */
function placeOf(world: World, device: Device, { request, target }: Segment): Placed | null {
  if (target === null) return request;
  const mapType = mapTypeOf(world, target.owner, device);
  if (mapType === 'BUS_ADDR') return mapBus(world, device, target, request.phys, request.bytes);
  if (mapType === 'NOT_SUPPORTED' || isDirectOnly(world, request.attrs)) return null;
  return isAdmittedTranslated(world, device, request) ? request : null;
}
