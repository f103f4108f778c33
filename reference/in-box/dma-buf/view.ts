import type { Span } from '../../../model/vocabulary/dma-buf/config';
import type { DeviceIndex, Name } from '../../../model/vocabulary/dma-buf/op';
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
} from '../../../model/vocabulary/dma-buf/view';
import type { InBoxDmaBuf } from './in-box';
import type { DmaBuf } from './objects/dma-buf';

/** What the objects hold, as they hold it: counts are counts that were kept. */
export class InBoxDmaBufView implements DmaBufView {
  constructor(private readonly d: InBoxDmaBuf) {}

  get exporters(): number {
    return this.d.devices.length;
  }

  get importers(): number {
    return this.d.dmaDevices.length;
  }

  device(index: DeviceIndex): DeviceView {
    const device = this.d.devices[index]!;
    return {
      open: device.isOpen,
      removed: device.isRemoved,
      powerState: device.powerState,
      memoryBit: device.memoryBit,
      lowPower: device.lowPower,
      suspended: device.isSuspended,
      cpuMapped: device.cpuMapped,
      locked: device.memoryLocked,
      registrations: device.registrations,
    };
  }

  get bufs(): readonly Name[] {
    return [...this.d.bufs.keys()];
  }

  buf(name: Name): BufView | null {
    const buf = this.d.bufs.get(name);
    if (buf === undefined) return null;
    return {
      device: buf.exporter.index,
      state: stateOf(buf),
      fdOpen: buf.isFdOpen,
      bytes: buf.size,
      physVec: [...buf.physVec],
      // A revoke that waits has dropped the exporter's own.
      mapRefs: buf.mapRefs + (buf.isDraining ? 1 : 0),
      attachments: buf.attachments.map((attachment) => attachment.name),
      fences: buf.resv.fences.filter(({ signalled }) => !signalled).length,
    };
  }

  attachment(name: Name): AttachmentView | null {
    for (const buf of this.d.bufs.values())
      for (const attachment of buf.attachments)
        if (attachment.name === name)
          return { buf: buf.name, importer: attachment.pages === null ? attachment.importer : null };
    return null;
  }

  get mappings(): readonly Name[] {
    return [...this.d.mappings.keys()];
  }

  mapping(name: Name): MappingView | null {
    const mapping = this.d.mappings.get(name);
    if (mapping === undefined) return null;
    const entries = mapping.table!.entries();
    return {
      attachment: mapping.attachment.name,
      importer: mapping.attachment.importer,
      direction: mapping.direction,
      entries: entries.map(({ address, bytes }) => ({ address, bytes })),
      hasPages: entries.some(({ hasPage }) => hasPage),
      origNents: mapping.table!.origNents,
    };
  }

  importer(importer: DeviceIndex): ImporterView {
    const { space, table } = this.d.dmaDevices[importer]!;
    return { reserved: space?.spans() ?? [], mapped: table.spans() };
  }

  iopte(importer: DeviceIndex, address: bigint): Iopte | null {
    return this.d.dmaDevices[importer]!.table.at(address);
  }

  get allocations(): number {
    return this.d.heap.pieces;
  }

  get waiting(): readonly WaitingCall[] {
    return this.d.calls.waiting.map(({ device, op, wait }) => ({
      device,
      op,
      for: wait.for,
      buf: wait.buf?.name ?? null,
    }));
  }

  get areas(): readonly Name[] {
    return [...this.d.areas.keys()];
  }

  area(name: Name): AreaView | null {
    const area = this.d.areas.get(name);
    if (area === undefined) return null;
    const { bytes, iova, pages } = area;
    return { base: iova, bytes, attachment: pages.attachment.name, revoked: pages.revoked };
  }

  get domains(): readonly number[] {
    return [...this.d.domains.keys()].sort((a, b) => a - b);
  }

  domainIopte(domain: number, iova: bigint): Iopte | null {
    return this.d.domains.get(domain)?.at(iova) ?? null;
  }

  domainMapped(domain: number): readonly Span[] {
    return this.d.domains.get(domain)?.spans() ?? [];
  }

  get lockedPages(): number {
    return this.d.lockedPages;
  }
}

/** A buffer that is not revoked can be used, whether its device is still there or not. */
const stateOf = ({ revoked, vdev }: DmaBuf): BufView['state'] =>
  !revoked ? 'LIVE' : vdev === null ? 'ORPHANED' : 'REVOKED';
