import { sharedWindow, type IoWindow } from '../../model/vocabulary/host/layout';
import type { HostRange, HostView, Plan } from '../../model/vocabulary/host/policy';
import { completionWait, devtlbInv, iotlbInv } from '../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../model/vocabulary/host/step-kind';

/** Where private pages of a guest are mapped. */
export const privateWindow = (guest: number): IoWindow => ({ dom: domainOf(guest, 1), offset: 0 });

/** Every place where shared pages of a guest may be mapped. */
export const sharedWindows = ({ config }: HostView, guest: number): readonly IoWindow[] =>
  ([0, 1] as const).flatMap((t) => sharedWindow(config, guest, t) ?? []);

/** Invalidates the range in the IOTLB and in every device that keeps translations itself, and waits until it is done. */
export function* flush({ config }: HostView, { guest, gfn, n }: HostRange, { dom, offset }: IoWindow): Plan {
  yield iotlbInv(dom, offset + gfn, n);
  for (let device = 0; device < config.devices.length; device++) {
    const { guest: owner, ats } = config.devices[device]!;
    if (ats && owner === guest) yield devtlbInv(device, offset + gfn, n);
  }
  yield completionWait();
}
