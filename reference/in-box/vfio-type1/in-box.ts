import type { Frame, Pages } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { Machine } from '../../../model/vocabulary/plain';
import { Faults } from './faults';
import type { IommuDomain } from './iommu/domain';
import { TableFactory } from './iommu/tables';
import { EventLog } from './log';
import { IntervalTree } from './objects/interval-tree';
import type { Mapping } from './objects/mapping';
import { PhysicalMemory } from './objects/physical-memory';
import { Process } from './objects/process';
import { bytesOf } from './page';
import type { Type1Parts } from './parts';
import { executeType1Op } from './step';
import { InBoxType1View } from './view';

/**
 * The in-box container with what is around it: the process and its memory, pins, the domains below. Objects are here, every
 * decision is in a part.
 */
export class InBoxType1 implements Machine<Type1Op, Type1Outcome, Type1View> {
  readonly view: Type1View = new InBoxType1View(this);
  readonly memory: PhysicalMemory;
  readonly process: Process;
  readonly factory: TableFactory;
  readonly mappings = new IntervalTree<Mapping>();
  /** Attached, the latest first. */
  domains: readonly IommuDomain[] = [];
  entriesLeft: number;
  faults = new Faults(null);
  log = new EventLog();

  constructor(
    readonly config: Type1Config,
    readonly parts: Type1Parts,
  ) {
    this.memory = new PhysicalMemory(config.memory);
    this.process = new Process(config.areas, config.locked);
    this.factory = new TableFactory(config.cBit, parts.tables);
    this.entriesLeft = config.entryLimit;
  }

  step(op: Type1Op): Type1Outcome {
    this.log = new EventLog();
    this.faults = new Faults('fail' in op ? op.fail : null);
    const ending = executeType1Op(this, op);
    const { events } = this.log;
    return typeof ending === 'bigint' ? { value: 0, bytes: ending, events } : { value: ending, bytes: null, events };
  }

  /** Page sizes that all domains have; what is smaller than a page stands for a page. dma-mmio.md 5.1, 4. */
  get pageSizes(): bigint {
    const shared = this.domains.reduce((sizes, { config }) => sizes & config.pageSizes, 2n ** 64n - 1n);
    const small = shared & (bytesOf(1) - 1n);
    return small === 0n ? shared : (shared - small) | bytesOf(1);
  }

  pin(frame: Frame, frames: Pages): void {
    if (frames === 0) return;
    this.memory.pin(frame, frames, 1);
    this.log.pin(frame, frames);
  }

  unpin({ write }: Mapping, frame: Frame, frames: Pages): void {
    if (frames === 0) return;
    this.memory.pin(frame, frames, -1);
    this.log.unpin(frame, frames, write);
  }

  iommuMap(domain: IommuDomain, iova: bigint, frame: Frame, frames: Pages, prot: number): number {
    const leafProt = this.parts.marking.leafProt(this, frame, prot);
    const value = this.faults.count('map') ?? domain.map(iova, frame, frames, leafProt);
    const [paddr, bytes] = [bytesOf(frame), bytesOf(frames)];
    this.log.note({ event: 'map', domain: domain.index, iova, paddr, bytes, prot, value });
    return value;
  }

  iommuUnmap(domain: IommuDomain, iova: bigint, bytes: bigint): void {
    domain.unmap(iova, bytes);
    this.log.note({ event: 'unmap', domain: domain.index, iova, bytes, flushes: true });
  }

  iommuUnmapFast(domain: IommuDomain, iova: bigint, bytes: bigint): void {
    domain.unmapFast(iova, bytes);
    this.log.note({ event: 'unmap', domain: domain.index, iova, bytes, flushes: false });
  }

  iotlbSync(domain: IommuDomain): void {
    domain.sync();
    this.log.note({ event: 'flush', domain: domain.index });
  }
}
