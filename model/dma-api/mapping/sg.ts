import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import type { MapOp } from '../../vocabulary/dma-api/op';
import { Errno } from '../../vocabulary/errno';
import { maintainCache } from '../cache';
import type { Call, Request } from '../call';
import { absent, bug, returned, type Ended } from '../ended';
import { attrsOfProvider, barAt, type Located } from '../memory';
import type { Device, Mapping, World } from '../state';
import { usesBounce } from '../translated/iommu';
import { isDirectOnly } from '../translated/policy';
import { iommuUnmap, release } from '../translated/iova';
import { unmapPhys } from './dispatch';
import { reportEntry } from './reports';
import { mapEach } from './sg-each';
import { mapTogether } from './sg-together';

export type MapSgOp = Extract<MapOp, { readonly op: 'mapSg' }>;

/** One segment, and the BAR that it lies in where it is P2P memory. */
export interface Segment {
  readonly request: Request;
  readonly target: Located | null;
}

/** What came of the segments: a mapping's entries, or an errno. */
export type SgResult = Pick<Mapping, 'entries' | 'reservation'> | number;

/** dma_map_sgtable: dma-mmio.md 4.6. */
export function stepMapSg(world: World, call: Call, op: MapSgOp): Ended {
  const device = world.devices[op.device];
  const isOfPages = (op.attrs & (DmaAttr.MMIO | DmaAttr.MMIO_ENCRYPTED)) === 0;
  if (device === undefined || device.config.dma.path === 'legacy' || !isOfPages) return absent;
  if (world.names.has(op.mapping)) return absent;
  const { direction, attrs } = op;
  if (direction === 'NONE') return bug;
  world.names.add(op.mapping);
  const early = earlyErrno(world, device, attrs);
  if (early !== 0) return returned(early);
  const segments = op.segments.map(({ phys, bytes }) => segmentOf(world, { phys, bytes, direction, attrs }));
  const result = mapSegments(world, call, device, segments);
  if (typeof result === 'number') return returned(result);
  for (const entry of result.entries) reportEntry(world, call, entry);
  world.mappings.set(op.mapping, { device: op.device, made: 'sg', direction, attrs, ...result });
  return { ...returned(0), entries: result.entries.map(({ address }) => address) };
}

function earlyErrno(world: World, { config }: Device, attrs: number): number {
  if (!config.coherent && (attrs & DmaAttr.REQUIRE_COHERENT) !== 0) return Errno.EOPNOTSUPP;
  if (config.dmaMask === null) return Errno.EIO;
  return config.dma.path === 'iommu' && isDirectOnly(world, attrs) ? Errno.EIO : 0;
}

/** P2P memory is mapped by its provider's attributes, not as RAM (seed 002), or as is assumed: DMA_SG_P2P. */
function segmentOf(world: World, request: Request): Segment {
  const target = barAt(world, request.phys);
  if (target === null || target.owner.mapTypes === null) return { request, target: null };
  if (world.config.assumptions.DMA_SG_P2P === 'as-ram') return { request, target };
  const attrs = (request.attrs & ~DmaAttr.CC_SHARED) | attrsOfProvider(world, target);
  return { request: { ...request, attrs }, target };
}

function mapSegments(world: World, call: Call, device: Device, segments: readonly Segment[]): SgResult {
  const isRam = ({ target }: Segment): boolean => target === null;
  const { config } = device;
  if (config.dma.path === 'direct') return mapEach(world, call, device, segments);
  return config.untrusted || segments.filter(isRam).some(({ request }) => usesBounce(device, request))
    ? mapEach(world, call, device, segments)
    : mapTogether(world, call, device, segments);
}

export function stepUnmapSg(world: World, call: Call, op: Extract<MapOp, { readonly op: 'unmapSg' }>): Ended {
  const mapping = world.mappings.get(op.mapping);
  if (mapping === undefined || mapping.made !== 'sg') return absent;
  const device = world.devices[mapping.device]!;
  if (mapping.reservation === null) for (const entry of mapping.entries) unmapPhys(world, call, device, entry);
  else {
    for (const entry of mapping.entries)
      if (entry.path !== 'bus') maintainCache(call, device, 'cpu', entry, entry.attrs);
    iommuUnmap(call, device, mapping.reservation);
    release(call, device, mapping.reservation);
  }
  world.mappings.delete(op.mapping);
  return returned(0);
}
