import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import { EventCode, type DeviceOutcome } from '../../model/vocabulary/device-access/outcome';

/**
 * True if the op changed state or met it: a request that got through, or that the RMP or a device entry refused; a map,
 * unmap or instruction that was carried out; an access that the RMP refused.
 */
export function isActive(op: DeviceAccessOp, outcome: DeviceOutcome): boolean {
  switch (op.op) {
    case 'dma':
      return outcome.dma !== null && (outcome.dma.ok || outcome.dma.event?.code !== EventCode.ioPageFault);
    case 'poke':
    case 'setDte':
    case 'setSdte':
      return true;
    case 'invalidate':
    case 'iommuRead':
    case 'mmio':
      return false;
    case 'access':
      return outcome.rmp?.fault !== null;
    default:
      return outcome.rmp === null ? outcome.done : outcome.rmp.code === 0;
  }
}
