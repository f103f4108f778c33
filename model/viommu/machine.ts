import { Errno } from '../vocabulary/errno';
import type { Machine } from '../vocabulary/plain';
import type { ViommuConfig } from '../vocabulary/viommu/config';
import type { RegionOp, ViommuOp } from '../vocabulary/viommu/op';
import type { ViommuOutcome } from '../vocabulary/viommu/outcome';
import type { ViommuView } from '../vocabulary/viommu/view';
import { access } from './access';
import { UNNAMED, type Call, type Result } from './call';
import { initDriver, uninitDriver } from './driver';
import { Faults } from './faults';
import { setUp } from './setup';
import { createWorld, type Iommu, type World } from './state';
import { tearDown } from './teardown';
import { WorldView } from './view';

const CALLS: Readonly<Record<RegionOp['op'], (call: Call) => Result>> = {
  init: setUp,
  uninit: tearDown,
  driverInit: initDriver,
  driverUninit: uninitDriver,
};

/** The private region of each IOMMU, by the obligations of dma-mmio.md 8.4. */
export class ViommuModel implements Machine<ViommuOp, ViommuOutcome, ViommuView> {
  readonly view: ViommuView;
  private readonly world: World;

  constructor(config: ViommuConfig) {
    this.world = createWorld(config);
    this.view = new WorldView(this.world);
  }

  step(op: ViommuOp): ViommuOutcome {
    const iommu = this.world.iommus[op.iommu];
    if (iommu === undefined) return ABSENT;
    switch (op.op) {
      case 'setDte':
        return iommu.domain === null ? ABSENT : this.setDte(iommu);
      case 'clearDte':
        if (iommu.dte === null) return ABSENT;
        iommu.dte = null;
        return RETURNED;
      case 'access': {
        const reached = access(this.world, iommu, op.iova, op.write);
        return { ...RETURNED, value: reached === null ? Errno.EFAULT : 0, reached };
      }
      default:
        return this.call(op, iommu);
    }
  }

  private setDte(iommu: Iommu): ViommuOutcome {
    iommu.dte = iommu.domain;
    return RETURNED;
  }

  private call({ op, faults }: RegionOp, iommu: Iommu): ViommuOutcome {
    const call: Call = { world: this.world, iommu, faults: new Faults(faults), events: [] };
    const result = CALLS[op](call);
    // Any error is right where the document names none: EIO stands for all.
    const value = result === UNNAMED ? Errno.EIO : (result ?? 0);
    return { ...RETURNED, value, anyError: result === UNNAMED, events: call.events };
  }
}

const RETURNED: ViommuOutcome = { end: 'returned', value: 0, anyError: false, reached: null, events: [] };
const ABSENT: ViommuOutcome = { ...RETURNED, end: 'absent', value: null };
