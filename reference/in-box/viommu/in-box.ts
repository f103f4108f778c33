import type { Machine } from '../../../model/vocabulary/plain';
import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuFault, ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { DomainId, ViommuEvent, ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import { Faults } from './faults';
import { BlockAllocator } from './objects/block-allocator';
import { Iommu } from './objects/iommu';
import { V1Domain } from './objects/v1-domain';
import type { ViommuParts } from './parts';
import { executeViommuOp } from './step';
import { InBoxViommuView } from './view';

/** The kernel has followed a pointer that leads nowhere. */
export class KernelCrash extends Error {}

/** The in-box driver of the private region, with IOMMUs and memory around it. Every decision is in a part. */
export class InBoxViommu implements Machine<ViommuOp, ViommuOutcome, ViommuView> {
  readonly view: ViommuView = new InBoxViommuView(this);
  readonly memory: BlockAllocator;
  readonly iommus: readonly Iommu[];
  /** Domains that are not freed, by ID. */
  readonly domains = new Map<DomainId, V1Domain>();
  /** Of the op under way. */
  faults = new Faults([]);
  private events: ViommuEvent[] = [];
  private isDown = false;

  constructor(
    readonly config: ViommuConfig,
    readonly parts: ViommuParts,
  ) {
    this.memory = new BlockAllocator(config.memory);
    this.iommus = config.iommus.map(({ node }, index) => new Iommu(index, node));
  }

  step(op: ViommuOp): ViommuOutcome {
    const events: ViommuEvent[] = [];
    this.events = events;
    const nothing = { value: null, anyError: false, reached: null, events };
    if (this.isDown) return { ...nothing, end: 'absent' };
    try {
      const result = executeViommuOp(this, op);
      return result === 'absent' ? { ...nothing, end: 'absent' } : { ...nothing, end: 'returned', ...result };
    } catch (error) {
      if (!(error instanceof KernelCrash)) throw error;
      this.isDown = true;
      return { ...nothing, end: 'crashed' };
    }
  }

  note(event: ViommuEvent): void {
    this.events.push(event);
  }

  /** A call begins that meets `faults`. */
  arm(faults: readonly ViommuFault[]): void {
    this.faults = new Faults(faults);
  }

  /** Adds a domain under the lowest ID that is free, from 1 on. */
  addDomain(): V1Domain {
    let id = 1;
    while (this.domains.has(id)) id++;
    const domain = new V1Domain(id);
    this.domains.set(id, domain);
    return domain;
  }
}
