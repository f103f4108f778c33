import type { Sdte } from '../../../model/vocabulary/device-access/op';
import type { IotlbEntry } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { rawU64 } from '../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from './in-box';

/** The in-box device access as every implementation shows itself. */
export class InBoxDeviceAccessView implements DeviceAccessView {
  constructor(private readonly d: InBoxDeviceAccess) {}

  get rmp(): RmpView {
    return this.d.rmp.view;
  }

  dte(device: number): readonly [bigint, bigint, bigint, bigint] {
    const qword = (i: number): bigint => rawU64(this.d.dtes[device * 8 + 2 * i]!, this.d.dtes[device * 8 + 2 * i + 1]!);
    return [qword(0), qword(1), qword(2), qword(3)];
  }

  sdte(device: number): Sdte | null {
    return this.d.sdtes[device] ?? null;
  }

  iotlb(): readonly IotlbEntry[] {
    return Array.from(
      this.d.iotlb.entries(),
      ({ device, pasid, t, iova, reachLg, gpa, spa, granuleLg, read, write }) => ({
        device,
        pasid: pasid < 0 ? null : pasid,
        t: t === 1 ? 1 : 0,
        iova,
        reachLg,
        gpa,
        spa,
        granuleLg,
        read,
        write,
      }),
    );
  }

  fenced(asid: number): boolean {
    return this.d.isFenced(asid);
  }

  word(spa: SpaPage, index: number): bigint {
    const words = this.d.memory.read(spa);
    return rawU64(words[2 * index]!, words[2 * index + 1]!);
  }
}
