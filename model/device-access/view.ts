import type { Sdte } from '../vocabulary/device-access/op';
import type { IotlbEntry } from '../vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../vocabulary/device-access/view';
import type { SpaPage } from '../vocabulary/rmp/entry';
import type { RmpView } from '../vocabulary/rmp/view';
import type { Qwords } from './dte';
import type { DeviceAccessState } from './state';

/** The state, for whoever compares or judges. */
export class DeviceAccessModelView implements DeviceAccessView {
  constructor(private readonly io: DeviceAccessState) {}

  get rmp(): RmpView {
    return this.io.rmp.view;
  }

  dte(device: number): Qwords {
    return this.io.dteQwords(device);
  }

  sdte(device: number): Sdte | null {
    return this.io.sdte(device);
  }

  iotlb(): readonly IotlbEntry[] {
    return this.io.iotlb.list();
  }

  fenced(asid: number): boolean {
    return this.io.fenced.has(asid);
  }

  word(spa: SpaPage, index: number): bigint {
    return this.io.memory.word(spa, index);
  }
}
