import type { SpaPage } from '../rmp/entry';
import type { RmpView } from '../rmp/view';
import type { IotlbEntry } from './outcome';

/** The device side at one moment, with the RMP beside it. */
export interface DeviceAccessView {
  readonly rmp: RmpView;
  /** Cached translations, in no order. */
  iotlb(): readonly IotlbEntry[];
  fenced(asid: number): boolean;
  /** The raw 64-bit word of simulated memory. */
  word(spa: SpaPage, index: number): bigint;
}
