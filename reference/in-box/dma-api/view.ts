import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex, PoolIndex, Span } from '../../../model/vocabulary/dma-api/config';
import type { Name } from '../../../model/vocabulary/dma-api/op';
import type { NodeIndex, P2pMapType } from '../../../model/vocabulary/dma-api/topology';
import type { DmaApiView, EntryView, Iopte, MappingView, StateView } from '../../../model/vocabulary/dma-api/view';
import { cMaskOf } from './cc/alias';
import type { InBoxDmaApi } from './in-box';
import { NOT_PRESENT, protOfLeaf } from './iommu/leaf-word';
import type { Entry } from './objects/mapping';

/** What the objects hold, as they hold it. */
export class InBoxDmaApiView implements DmaApiView {
  constructor(private readonly d: InBoxDmaApi) {}

  get devices(): number {
    return this.d.devices.length;
  }

  get nodes(): number {
    return this.d.functions.length;
  }

  get pools(): number {
    return this.d.pools.length;
  }

  acsControl(node: NodeIndex): number {
    return this.d.functions[node]!.acsControl;
  }

  hasProviders(device: DeviceIndex): boolean {
    return this.d.devices[device]!.providers !== null;
  }

  cachedType(provider: DeviceIndex, client: NodeIndex): P2pMapType | null {
    const type = this.d.devices[provider]!.providers?.load(this.d.functions[client]!.config.bdf) ?? 'UNKNOWN';
    return type === 'UNKNOWN' ? null : type;
  }

  locked(device: DeviceIndex): boolean {
    return this.d.devices[device]!.isLocked;
  }

  reserved(device: DeviceIndex): readonly Span[] {
    return this.d.devices[device]!.space.spans();
  }

  mapped(device: DeviceIndex): readonly Span[] {
    return this.d.devices[device]!.table.mapped();
  }

  unflushed(device: DeviceIndex): readonly Span[] {
    return this.d.devices[device]!.unflushed.list();
  }

  iopte(index: DeviceIndex, iova: bigint): Iopte | null {
    const device = this.d.devices[index]!;
    const word = device.table.leaf(iova);
    if (word === NOT_PRESENT) return null;
    const paddr = this.d.parts.iovaToPhys(this.d, device, iova)!;
    return { paddr, prot: protOfLeaf(word), cBit: (word & cMaskOf(this.d.config.platform)) !== 0n };
  }

  usedSlots(pool: PoolIndex): readonly number[] {
    return this.d.pools[pool]!.usedSlots();
  }

  get mappings(): readonly Name[] {
    return [...this.d.mappings.keys()];
  }

  mapping(name: Name): MappingView | null {
    const mapping = this.d.mappings.get(name);
    if (mapping === undefined) return null;
    const { attrs, device, direction, entries, made } = mapping;
    return { device: device.index, made, direction, attrs, entries: entries.map(entryView) };
  }

  get states(): readonly Name[] {
    return [...this.d.states.keys()];
  }

  state(name: Name): StateView | null {
    const state = this.d.states.get(name);
    if (state === undefined) return null;
    const { address, bytes, device, hasBounced, links } = state;
    return { device: device.index, address, bytes, bounced: hasBounced, links };
  }
}

const entryView = (entry: Entry): EntryView => ({
  phys: entry.request.phys,
  bytes: entry.request.bytes,
  address: entry.address,
  path: pathOf(entry),
  slots: entry.bounce?.slots ?? 0,
  mmio: entry.by === 'bus' || (entry.request.attrs & DmaAttr.MMIO) !== 0,
});

function pathOf({ bounce, by, translated }: Entry): EntryView['path'] {
  if (by === 'bus') return 'bus';
  if (translated) return 'translated';
  return bounce === null ? 'direct' : 'bounced';
}
