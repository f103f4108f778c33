import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp, Name } from '../../../model/vocabulary/dma-api/op';
import type { DmaApiEvent, DmaApiOutcome, DmaReport } from '../../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import type { Machine } from '../../../model/vocabulary/plain';
import { Device } from './objects/device';
import { Faults } from './objects/faults';
import type { IovaState } from './objects/iova-state';
import type { Mapping } from './objects/mapping';
import type { DmaApiParts } from './parts';
import { pciTree, type PciFunction } from './pci/pci-function';
import { executeDmaApiOp } from './step';
import { Pool } from './swiotlb/pool';
import { InBoxDmaApiView } from './view';

/**
 * The in-box DMA API with what is around it: PCI tree, devices with their IOVA space and IO page tables, bounce pools.
 * Objects are here, every decision is in a part.
 */
export class InBoxDmaApi implements Machine<DmaApiOp, DmaApiOutcome, DmaApiView> {
  readonly view: DmaApiView = new InBoxDmaApiView(this);
  /** Bytes of one IOPTE. */
  readonly granule: bigint;
  readonly functions: readonly PciFunction[];
  readonly devices: readonly Device[];
  readonly pools: readonly Pool[];
  /** Live, oldest first. */
  readonly mappings = new Map<Name, Mapping>();
  readonly states = new Map<Name, IovaState>();
  /** Of the op under way. */
  faults = new Faults(null);
  private readonly names = new Set<Name>();
  private events: DmaApiEvent[] = [];
  private reports = new Set<DmaReport>();

  constructor(
    readonly config: DmaApiConfig,
    readonly parts: DmaApiParts,
  ) {
    this.granule = 1n << BigInt(config.granuleLg);
    this.functions = pciTree(config.topology.nodes);
    const functionAt = (node: number | null): PciFunction | null => (node === null ? null : this.functions[node]!);
    this.devices = config.devices.map(
      (device, i) => new Device(i, device, config.granuleLg, functionAt(device.node), functionAt(device.ancestor)),
    );
    this.pools = config.pools.map((pool, i) => new Pool(i, pool));
  }

  step(op: DmaApiOp): DmaApiOutcome {
    this.events = [];
    this.reports = new Set();
    this.faults = new Faults('fail' in op && typeof op.fail === 'object' ? op.fail : null);
    const result = executeDmaApiOp(this, op);
    return { ...result, reports: [...this.reports].sort(), events: this.events };
  }

  note(event: DmaApiEvent): void {
    this.events.push(event);
  }

  report(report: DmaReport): void {
    this.reports.add(report);
  }

  hasName(name: Name): boolean {
    return this.names.has(name);
  }

  giveName(name: Name): void {
    this.names.add(name);
  }

  poolOf({ config: { pool } }: Device): Pool | null {
    return pool === null ? null : this.pools[pool]!;
  }

  /** iova-to-phys, as a call of its own. */
  lookUp(device: Device, address: bigint): bigint | null {
    this.note({ event: 'lookup', device: device.index, address });
    return this.parts.iovaToPhys(this, device, address);
  }

  /** Offset of an address in its granule. */
  inGranule(address: bigint): bigint {
    return address & (this.granule - 1n);
  }

  isAligned(value: bigint): boolean {
    return this.inGranule(value) === 0n;
  }

  /** Rounded up. */
  wholeGranules(bytes: bigint): bigint {
    return (bytes + this.granule - 1n) & ~(this.granule - 1n);
  }
}
