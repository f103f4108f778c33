import { DmaAttr } from '../vocabulary/dma-api/attrs';
import type { DeviceIndex, PoolIndex, Span } from '../vocabulary/dma-api/config';
import type { Name } from '../vocabulary/dma-api/op';
import type { NodeIndex, P2pMapType } from '../vocabulary/dma-api/topology';
import type { DmaApiView, EntryView, Iopte, MappingView, StateView } from '../vocabulary/dma-api/view';
import type { Entry, World } from './state';

/** What can be seen of the model's world. */
export class WorldView implements DmaApiView {
  constructor(private readonly world: World) {}

  get devices(): number {
    return this.world.devices.length;
  }

  get nodes(): number {
    return this.world.acs.length;
  }

  get pools(): number {
    return this.world.slots.length;
  }

  acsControl(node: NodeIndex): number {
    return this.world.acs[node]!;
  }

  hasProviders(device: DeviceIndex): boolean {
    return this.world.devices[device]!.mapTypes !== null;
  }

  cachedType(provider: DeviceIndex, client: NodeIndex): P2pMapType | null {
    return this.world.devices[provider]!.mapTypes?.get(client) ?? null;
  }

  locked(device: DeviceIndex): boolean {
    return this.world.devices[device]!.locked;
  }

  reserved(device: DeviceIndex): readonly Span[] {
    return this.world.devices[device]!.table.reserved;
  }

  mapped(device: DeviceIndex): readonly Span[] {
    return this.world.devices[device]!.table.mapped;
  }

  unflushed(device: DeviceIndex): readonly Span[] {
    return this.world.devices[device]!.table.unflushed;
  }

  iopte(device: DeviceIndex, iova: bigint): Iopte | null {
    return this.world.devices[device]!.table.iopte(iova);
  }

  usedSlots(pool: PoolIndex): readonly number[] {
    const used: number[] = [];
    this.world.slots[pool]!.forEach((inUse, slot) => {
      if (inUse) used.push(slot);
    });
    return used;
  }

  get mappings(): readonly Name[] {
    return [...this.world.mappings.keys()];
  }

  mapping(name: Name): MappingView | null {
    const mapping = this.world.mappings.get(name);
    if (mapping === undefined) return null;
    const { device, made, direction, attrs, entries } = mapping;
    return { device, made, direction, attrs, entries: entries.map(entryView) };
  }

  get states(): readonly Name[] {
    return [...this.world.states.keys()];
  }

  state(name: Name): StateView | null {
    const state = this.world.states.get(name);
    if (state === undefined) return null;
    const { device, address, bytes, bounced } = state;
    const links = state.links.map(({ offset, bytes: linked, phys, direction, attrs }) => ({
      offset,
      bytes: linked,
      phys,
      direction,
      attrs,
    }));
    return { device, address, bytes, bounced, links };
  }
}

const entryView = ({ phys, bytes, address, path, bounced, attrs }: Entry): EntryView => ({
  phys,
  bytes,
  address,
  path,
  slots: bounced?.slots ?? 0,
  mmio: path === 'bus' || (attrs & DmaAttr.MMIO) !== 0,
});
