import type { Span } from '../vocabulary/dma-buf/config';
import type { DeviceIndex, Name } from '../vocabulary/dma-buf/op';
import type {
  AreaView,
  AttachmentView,
  BufView,
  DeviceView,
  DmaBufView,
  ImporterView,
  Iopte,
  MappingView,
  WaitingCall,
} from '../vocabulary/dma-buf/view';
import type { Calls } from './calls';
import { deviceView, mappingsOf, stateOf, type World } from './state';

/** What can be seen of the model's world. */
export class WorldView implements DmaBufView {
  constructor(
    private readonly world: World,
    private readonly calls: Calls,
  ) {}

  get exporters(): number {
    return this.world.devices.length;
  }

  get importers(): number {
    return this.world.layers.length;
  }

  device(device: DeviceIndex): DeviceView {
    return deviceView(this.world, this.world.devices[device]!, this.calls.holdsMemoryLock(device));
  }

  get bufs(): readonly Name[] {
    return [...this.world.bufs.keys()];
  }

  buf(name: Name): BufView | null {
    const buf = this.world.bufs.get(name);
    if (buf === undefined) return null;
    return {
      device: buf.device,
      state: stateOf(buf),
      fdOpen: buf.fdOpen,
      bytes: buf.bytes,
      physVec: buf.physVec,
      mapRefs: 1 + mappingsOf(this.world, buf).length,
      attachments: buf.attachments.map((attachment) => attachment.name),
      fences: buf.fences.size,
    };
  }

  attachment(name: Name): AttachmentView | null {
    const attachment = this.world.attachments.get(name);
    return attachment === undefined ? null : { buf: attachment.buf.name, importer: attachment.importer };
  }

  get mappings(): readonly Name[] {
    return [...this.world.mappings.keys()];
  }

  mapping(name: Name): MappingView | null {
    const mapping = this.world.mappings.get(name);
    if (mapping === undefined) return null;
    const { attachment, direction, ranges } = mapping;
    return {
      attachment: attachment.name,
      importer: attachment.importer!,
      direction,
      entries: ranges.entries,
      hasPages: false,
      origNents: 0,
    };
  }

  importer(importer: DeviceIndex): ImporterView {
    const { reserved, mapped } = this.world.layers[importer]!;
    return { reserved, mapped };
  }

  iopte(importer: DeviceIndex, address: bigint): Iopte | null {
    return this.world.layers[importer]!.iopte(address);
  }

  /** Of a mapping: its own object, the table, and the IOVA state where the DMA API was asked. */
  get allocations(): number {
    let count = 0;
    for (const { ranges } of this.world.mappings.values()) count += ranges.path === 'BUS' ? 2 : 3;
    return count;
  }

  get waiting(): readonly WaitingCall[] {
    return this.calls.view();
  }

  get areas(): readonly Name[] {
    return [...this.world.ioas.areas.keys()];
  }

  area(name: Name): AreaView | null {
    return this.world.ioas.view(name);
  }

  get domains(): readonly number[] {
    return [...this.world.ioas.domains].sort((a, b) => a - b);
  }

  domainIopte(domain: number, iova: bigint): Iopte | null {
    return this.world.ioas.iopte(domain, iova);
  }

  domainMapped(domain: number): readonly Span[] {
    return this.world.ioas.mapped(domain);
  }

  /** MMIO is never pinned, so nothing is charged: dma-mmio.md 6.2. */
  readonly lockedPages = 0;
}
