import { Errno } from '../../../model/vocabulary/errno';
import type { Spa } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import { reach } from './hardware';
import type { InBoxViommu } from './in-box';
import type { Iommu } from './objects/iommu';

/** What an op gave, beside its events. */
interface Result {
  readonly value: number;
  readonly reached: Spa | null;
}

/** Executes one op. @throws KernelCrash */
export function executeViommuOp(d: InBoxViommu, op: ViommuOp): Result | 'absent' {
  const iommu = d.iommus[op.iommu];
  if (iommu === undefined) return 'absent';
  switch (op.op) {
    case 'init':
    case 'uninit':
    case 'driverInit':
    case 'driverUninit':
      d.arm(op.faults);
      return { value: d.parts[op.op](d, iommu), reached: null };
    case 'setDte':
      if (iommu.domain === null) return 'absent';
      return pointDteAt(iommu, iommu.domain.id);
    case 'clearDte':
      return iommu.dte === null ? 'absent' : pointDteAt(iommu, null);
    case 'access': {
      const spa = reach(d, iommu, op.iova);
      if (spa === null) return { value: Errno.EFAULT, reached: null };
      if (op.write) d.memory.writeTo(spa);
      return { value: 0, reached: spa };
    }
  }
}

function pointDteAt(iommu: Iommu, dte: Iommu['dte']): Result {
  iommu.dte = dte;
  return { value: 0, reached: null };
}
