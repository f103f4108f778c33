import type { HostRange, HostView, Plan } from '../../model/vocabulary/host/policy';
import { completionWait, devtlbInv, iotlbInv } from '../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../model/vocabulary/host/step-kind';

/** Invalidates the range in the IOTLB and in every device that keeps translations itself, and waits until it is done. */
export function* flush({ config }: HostView, { guest, gfn, n }: HostRange, t: 0 | 1): Plan {
  yield iotlbInv(domainOf(guest, t), gfn, n);
  for (let device = 0; device < config.devices.length; device++) {
    const { guest: owner, ats } = config.devices[device]!;
    if (ats && owner === guest) yield devtlbInv(device, gfn, n);
  }
  yield completionWait();
}
