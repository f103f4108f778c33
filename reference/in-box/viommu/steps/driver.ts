import { Errno } from '../../../../model/vocabulary/errno';
import type { DriverParts } from '../parts/driver';

/** dma-mmio.md 8.4 O9, 8.5 V-10. */
export const driverParts: DriverParts = {
  driverInit(d, iommu) {
    if (iommu.hasVf) return Errno.EBUSY;
    const ret = d.parts.setUpDriver(d, iommu) || d.parts.init(d, iommu);
    if (ret !== 0) d.parts.undoDriver(d, iommu);
    return ret;
  },

  driverUninit(d, iommu) {
    const ret = d.parts.uninit(d, iommu);
    d.parts.undoDriver(d, iommu);
    return ret;
  },

  setUpDriver(d, iommu) {
    const { index } = iommu;
    for (const step of ['mapVf', 'mapVfControl'] as const) {
      const value = d.faults.next(step, null) === undefined ? 0 : Errno.ENOMEM;
      d.note({ event: step, iommu: index, value });
      if (value !== 0) return value;
      if (step === 'mapVf') iommu.hasVf = true;
      else iommu.hasVfControl = true;
    }
    d.note({ event: 'initGuestIds', iommu: index, value: 0 });
    iommu.hasGuestIds = true;
    return 0;
  },

  undoDriver(d, iommu) {
    const { hasGuestIds, hasVf, hasVfControl, index } = iommu;
    if (hasGuestIds) d.note({ event: 'destroyGuestIds', iommu: index });
    if (hasVfControl) d.note({ event: 'unmapVfControl', iommu: index });
    if (hasVf) d.note({ event: 'unmapVf', iommu: index });
    iommu.hasGuestIds = iommu.hasVfControl = iommu.hasVf = false;
  },
};
