import { isGuest } from '../../../../model/vocabulary/dma-api/platform';
import { Errno } from '../../../../model/vocabulary/errno';
import type { InBoxDmaApi } from '../in-box';
import { barAt } from '../memory';
import type { Device } from '../objects/device';
import type { CcParts } from '../parts/cc';

/** TDISP. dma-mmio.md 3.4. */
export const lockParts: Pick<CcParts, 'setLocked'> = {
  setLocked(d, device, locked) {
    if (!isGuest(d.config.platform.kind) || !device.config.tdisp) return Errno.EOPNOTSUPP;
    if (device.isLocked === locked) return Errno.EINVAL;
    if (isInUse(d, device)) return Errno.EBUSY;
    device.isLocked = locked;
    return 0;
  },
};

/** It can reach something by a mapping of its own, or something reaches one of its BARs. */
function isInUse(d: InBoxDmaApi, device: Device): boolean {
  const isOwn = (phys: bigint): boolean => barAt(d.devices, phys)?.owner === device;
  for (const mapping of d.mappings.values())
    if (mapping.device === device || mapping.entries.some(({ request }) => isOwn(request.phys))) return true;
  for (const state of d.states.values())
    if (state.device === device || state.links.some(({ phys }) => isOwn(phys))) return true;
  return false;
}
