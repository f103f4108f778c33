import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, MapFault, Name } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufEvent, DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { Machine } from '../../../model/vocabulary/plain';
import { Calls } from './calls';
import { DmaDevice } from './dma/dma-device';
import { IoPageTable } from './dma/io-page-table';
import { Heap } from './heap';
import type { Area } from './objects/area';
import type { Attachment } from './objects/attachment';
import type { DmaBuf } from './objects/dma-buf';
import type { Mapping } from './objects/mapping';
import type { Fence } from './objects/reservation';
import { VfioDevice } from './objects/vfio-device';
import type { DmaBufParts } from './parts';
import { executeDmaBufOp } from './step';
import { InBoxDmaBufView } from './view';

/**
 * The in-box exporter with what is around it: devices, buffers, importers, the DMA API below them and iommufd. Objects
 * with reference counts are here, every decision is in a part.
 */
export class InBoxDmaBuf implements Machine<DmaBufOp, DmaBufOutcome, DmaBufView> {
  readonly view: DmaBufView = new InBoxDmaBufView(this);
  readonly calls = new Calls(this);
  readonly heap = new Heap();
  readonly pageBytes: bigint;
  readonly devices: readonly VfioDevice[];
  readonly dmaDevices: readonly DmaDevice[];
  /** Buffers that are not freed, oldest first. */
  readonly bufs = new Map<Name, DmaBuf>();
  /** Of device drivers. */
  readonly attachments = new Map<Name, Attachment>();
  readonly mappings = new Map<Name, Mapping>();
  readonly fences = new Map<Name, Fence>();
  readonly areas = new Map<Name, Area>();
  /** Domains that are attached to the IOAS, in the order of that. */
  readonly domains = new Map<number, IoPageTable>();
  lockedPages = 0;
  /** The lock of the hot-reset set: opens, last closes and hot resets of its devices come one after the other. */
  setLocked = false;
  /** The step of the map under way that fails. */
  fault: MapFault | null = null;
  private readonly names = new Set<Name>();
  private events: DmaBufEvent[] = [];

  constructor(
    readonly config: DmaBufConfig,
    readonly parts: DmaBufParts,
  ) {
    this.pageBytes = 1n << BigInt(config.pageLg);
    this.devices = config.exporters.map((exporter, i) => new VfioDevice(i, exporter));
    this.dmaDevices = config.importers.map((importer) => new DmaDevice(importer));
  }

  step(op: DmaBufOp): DmaBufOutcome {
    const events: DmaBufEvent[] = [];
    this.events = events;
    const { bytes, ending } = executeDmaBufOp(this, op);
    this.calls.settle();
    if (ending === null) return { end: 'blocked', value: null, bytes: null, events };
    if (typeof ending === 'string') return { end: ending, value: null, bytes: null, events };
    return { end: 'returned', value: ending, bytes, events };
  }

  note(event: DmaBufEvent): void {
    this.events.push(event);
  }

  hasName(name: Name): boolean {
    return this.names.has(name);
  }

  giveName(name: Name): void {
    this.names.add(name);
  }

  addDomain(domain: number): void {
    this.domains.set(domain, new IoPageTable());
  }

  dmaDeviceOf(mapping: Mapping): DmaDevice {
    return this.dmaDevices[mapping.attachment.importer]!;
  }
}
