import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import type { MapForm, MapOp, Name } from '../../vocabulary/dma-api/op';
import { Errno } from '../../vocabulary/errno';
import type { Call } from '../call';
import { absent, bug, returned, type Ended } from '../ended';
import { attrsOfProvider } from '../memory';
import type { Entry, Mapping, World } from '../state';
import { mapTypeOf } from '../topology/map-type';
import { mapPhys, unmapPhys } from './dispatch';
import { mapBus } from './p2p';
import { reportEntry } from './reports';

type Op<Kind extends MapOp['op']> = Extract<MapOp, { readonly op: Kind }>;

const attrsOfForm = (form: MapForm, attrs: number): number => (form === 'resource' ? attrs | DmaAttr.MMIO : attrs);
/** The page-based API has no MMIO: dma-mmio.md 4.6. */
const isPageOfMmio = (form: MapForm, attrs: number): boolean => form === 'page' && (attrs & DmaAttr.MMIO) !== 0;

/** Notes a mapping of one entry, or says why there is none. */
function settle(
  world: World,
  call: Call,
  name: Name,
  mapping: Omit<Mapping, 'entries' | 'reservation'>,
  entry: Entry | null,
  errno: number,
): Ended {
  if (entry === null) return returned(errno);
  world.mappings.set(name, { ...mapping, entries: [entry], reservation: null });
  reportEntry(world, call, entry);
  return { ...returned(0), address: entry.address };
}

/** dma_map_phys, dma_map_page_attrs, dma_map_resource. */
export function stepMapPhys(world: World, call: Call, op: Op<'mapPhys'>): Ended {
  const device = world.devices[op.device];
  if (device === undefined || world.names.has(op.mapping)) return absent;
  const { form, direction, phys, bytes } = op;
  if (isPageOfMmio(form, op.attrs)) {
    world.names.add(op.mapping);
    return returned(Errno.ENOMEM);
  }
  if (direction === 'NONE') return bug;
  world.names.add(op.mapping);
  const attrs = attrsOfForm(form, op.attrs);
  const entry = mapPhys(world, call, device, { phys, bytes, direction, attrs });
  // A mapping error is ENOMEM, whatever it came from (DMA-020).
  return settle(world, call, op.mapping, { device: op.device, made: 'phys', direction, attrs }, entry, Errno.ENOMEM);
}

export function stepUnmapPhys(world: World, call: Call, op: Op<'unmapPhys'>): Ended {
  const mapping = world.mappings.get(op.mapping);
  if (mapping === undefined || mapping.made !== 'phys') return absent;
  if (isPageOfMmio(op.form, op.attrs)) return returned(0);
  if (op.direction === 'NONE') return bug;
  if (op.direction !== mapping.direction || attrsOfForm(op.form, op.attrs) !== mapping.attrs) {
    call.reports.add('attrsDiffer');
    return returned(0);
  }
  unmapPhys(world, call, world.devices[mapping.device]!, mapping.entries[0]!);
  world.mappings.delete(op.mapping);
  return returned(0);
}

/** What users of P2P memory without pages do: dma-mmio.md 3.2, 3.4. */
export function stepMapP2p(world: World, call: Call, op: Op<'mapP2p'>): Ended {
  const device = world.devices[op.device];
  const owner = world.devices[op.provider.device];
  const bar = owner?.config.bars[op.provider.bar];
  if (device === undefined || owner === undefined || bar?.kind !== 'memory') return absent;
  if (op.offset + op.bytes > bar.bytes || world.names.has(op.mapping)) return absent;
  const { direction, bytes } = op;
  if (direction === 'NONE') return bug;
  world.names.add(op.mapping);
  const target = { owner, bar };
  const made = { device: op.device, made: 'p2p', direction } as const;
  const phys = bar.base + op.offset;
  const mapType = mapTypeOf(world, owner, device);
  if (mapType === 'NOT_SUPPORTED') return { ...returned(Errno.EREMOTEIO), mapType };
  if (mapType === 'BUS_ADDR') {
    const entry = mapBus(world, device, target, phys, bytes);
    return { ...settle(world, call, op.mapping, { ...made, attrs: 0 }, entry, Errno.EREMOTEIO), mapType };
  }
  const attrs = attrsOfProvider(world, target);
  const entry = mapPhys(world, call, device, { phys, bytes, direction, attrs });
  return { ...settle(world, call, op.mapping, { ...made, attrs }, entry, Errno.ENOMEM), mapType, attrs };
}

export function stepUnmapP2p(world: World, call: Call, op: Op<'unmapP2p'>): Ended {
  const mapping = world.mappings.get(op.mapping);
  if (mapping === undefined || mapping.made !== 'p2p') return absent;
  unmapPhys(world, call, world.devices[mapping.device]!, mapping.entries[0]!);
  world.mappings.delete(op.mapping);
  return returned(0);
}
