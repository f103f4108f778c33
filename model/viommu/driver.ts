/** What the driver sets up around the private region of an IOMMU, as a matched pair: dma-mmio.md 8.4 O9, 8.5 V-10. */
import { Errno } from '../vocabulary/errno';
import { DONE, type Call, type Result } from './call';
import { setUp } from './setup';
import { tearDown } from './teardown';

/** VF MMIO, VF control MMIO, guest IDs, private region; a failure undoes what was done, the last first. */
export function initDriver(call: Call): Result {
  const { iommu, faults, events } = call;
  if (iommu.vfMapped) return Errno.EBUSY;
  const of = { iommu: iommu.index };
  iommu.vfMapped = faults.take('mapVf') === null;
  events.push({ event: 'mapVf', ...of, value: iommu.vfMapped ? 0 : Errno.ENOMEM });
  if (!iommu.vfMapped) return Errno.ENOMEM;
  iommu.vfControlMapped = faults.take('mapVfControl') === null;
  events.push({ event: 'mapVfControl', ...of, value: iommu.vfControlMapped ? 0 : Errno.ENOMEM });
  if (iommu.vfControlMapped) {
    iommu.guestIds = true;
    events.push({ event: 'initGuestIds', ...of, value: 0 });
  }
  const failed = iommu.vfControlMapped ? setUp(call) : Errno.ENOMEM;
  if (failed !== DONE) undoRest(call);
  return failed;
}

export function uninitDriver(call: Call): Result {
  const failed = tearDown(call);
  undoRest(call);
  return failed;
}

/** All but the private region, as far as it is there. */
function undoRest({ iommu, events }: Call): void {
  const of = { iommu: iommu.index };
  if (iommu.guestIds) events.push({ event: 'destroyGuestIds', ...of });
  if (iommu.vfControlMapped) events.push({ event: 'unmapVfControl', ...of });
  if (iommu.vfMapped) events.push({ event: 'unmapVf', ...of });
  iommu.guestIds = false;
  iommu.vfControlMapped = false;
  iommu.vfMapped = false;
}
