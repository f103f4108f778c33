import type { SpaPage } from '../rmp/entry';
import type { RmpView } from '../rmp/view';
import type { Sdte } from './op';
import type { IotlbEntry } from './outcome';

/** The device side at one moment, with the RMP beside it. */
export interface DeviceAccessView {
  readonly rmp: RmpView;
  /** The four qwords of the device's DTE; all zero before its first `setDte`. rmp.md 4.9. */
  dte(device: number): readonly [bigint, bigint, bigint, bigint];
  /** The device's secure DTE, or null. */
  sdte(device: number): Sdte | null;
  /** Cached translations, in no order. */
  iotlb(): readonly IotlbEntry[];
  fenced(asid: number): boolean;
  /** The raw 64-bit word of simulated memory. */
  word(spa: SpaPage, index: number): bigint;
}
